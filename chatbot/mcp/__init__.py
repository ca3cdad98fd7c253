"""The collection as tools for assistants, by the Model Context Protocol (MCP)."""
