"""Reads the design of a campaign's pages from its folder."""

from campaign.adapters.files import content, folder
from campaign.core.publish.design import Design, Fonts

_FONTS = content.CONTENT / "templates" / "fonts"


def design_of(campaign_folder: folder.Folder) -> Design:
    """The templates, translations and fonts of a campaign. Raises FolderError for a broken catalogue."""
    fonts = Fonts(
        folder.read_bytes(_FONTS / "LibertinusSerif-Regular.otf"),
        folder.read_bytes(_FONTS / "LibertinusSerif-Bold.otf"),
    )
    return Design(
        content.trusted_templates(campaign_folder.templates), fonts, content.catalogues(campaign_folder.templates)
    )
