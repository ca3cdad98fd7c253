"""Documents that are ZIP archives of XML inside: DOCX, ODT, EPUB."""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import UnreadableFileError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_MEMBER_BYTES = 50_000_000  # a book of 1,000 pages has 5 MB of XML
MAX_MEMBERS = 10_000

_DAMAGED = "it is damaged; open it in its program and save it again"


class Package:
    """A document's archive. No member is ever written to disk, so that no path can leave it."""

    def __init__(self, data: bytes, *, origin: Path) -> None:
        """Open the archive.

        Args:
            data: The whole file.
            origin: Where it comes from, for the errors.

        Raises:
            UnreadableFileError: If it is no archive, or has too many members.
        """
        self._origin = origin
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
            self.names = frozenset(self._archive.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableFileError(origin, _DAMAGED) from error
        if len(self.names) > MAX_MEMBERS:
            raise UnreadableFileError(origin, f"it has more than {MAX_MEMBERS} parts; split it")

    def read(self, name: str) -> bytes:
        """Return a member.

        Args:
            name: Its name in the archive.

        Raises:
            UnreadableFileError: If it is missing, damaged, encrypted or too large.
        """
        try:
            info = self._archive.getinfo(name)
            if info.flag_bits & 1:
                reason = "it is protected by a password; save it without one"
                raise UnreadableFileError(self._origin, reason)
            if info.file_size > MAX_MEMBER_BYTES:
                limit = f"{MAX_MEMBER_BYTES // 1_000_000} MB"
                reason = f"a part of it is larger than {limit} when unpacked; split it"
                raise UnreadableFileError(self._origin, reason)
            with self._archive.open(info) as member:
                return member.read(MAX_MEMBER_BYTES)  # never more than the archive declares
        except KeyError:
            raise UnreadableFileError(self._origin, _DAMAGED) from None
        except (
            zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError,
            RuntimeError,
        ) as error:  # fmt: skip
            raise UnreadableFileError(self._origin, _DAMAGED) from error

    def read_xml(self, name: str) -> "_Element":
        """Return the root of an XML member; entities are not resolved and nothing is fetched.

        Args:
            name: Its name in the archive.

        Raises:
            UnreadableFileError: If it is missing, too large or no XML.
        """
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableFileError(self._origin, _DAMAGED) from error

    def read_property(self, name: str, *tags: str) -> str:
        """Return the first of some properties that is set, or "".

        Args:
            name: The member they stand in; it need not exist.
            *tags: Local names of XML elements, the best first.

        Raises:
            UnreadableFileError: If the member is damaged.
        """
        if name not in self.names:
            return ""
        root = self.read_xml(name)
        for tag in tags:
            for element in root.iter(f"{{*}}{tag}"):
                if element.text and element.text.strip():
                    return str(element.text.strip())
        return ""
