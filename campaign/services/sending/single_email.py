"""Sends one email over its own connection, directly: no delivery of a wave, and without a retry."""

from campaign.adapters.smtp import Transport
from campaign.core.delivery.attempt import Outcome
from campaign.core.message.message import Message


async def send_single(transport: Transport, message: Message) -> Outcome:
    """Connect, send the email, and disconnect. Raises SettingsError when the login or TLS cannot work."""
    connection = await transport.connect()
    if isinstance(connection, Outcome):
        return connection
    try:
        return await connection.hand_over(message, _always)
    finally:
        await connection.close()


async def _always() -> bool:
    return True
