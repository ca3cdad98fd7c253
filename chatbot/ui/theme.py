"""How the page looks: Gradio's theme with the fonts of the reader's own computer."""

import gradio as gr

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def build_theme() -> gr.themes.Base:
    """A quiet theme; nothing of it is fetched from elsewhere. Colours are in page.css."""
    theme = gr.themes.Base(
        primary_hue=gr.themes.colors.emerald,
        neutral_hue=gr.themes.colors.stone,
        radius_size=gr.themes.sizes.radius_md,
        font=SANS,
        font_mono=MONO,
    )
    return theme.set(
        body_background_fill="#faf8f3",
        body_background_fill_dark="#171613",
        body_text_color="#262420",
        body_text_color_dark="#e9e5db",
    )
