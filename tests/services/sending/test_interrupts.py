from campaign.services.sending.interrupts import busiest_core

VIRTIO = """\
            CPU0       CPU1
  8:          0          9   IO-APIC   8-edge      rtc0
 35:         50          0 PCI-MSIX-0000:00:02.0   0-edge      virtio1-config
 36:         12   15895253 PCI-MSIX-0000:00:02.0   1-edge      virtio1-req.0
 41:  990005707          0 PCI-MSIX-0000:00:04.0   1-edge      virtio10-rx
NMI:          0          0   Non-maskable interrupts
ERR:          0
"""
NVME = """\
           CPU0       CPU2       CPU3
 24:          0          0         17  IR-PCI-MSIX-0000:01:00.0    0-edge      nvme0q0
 25:       8000          0          0  IR-PCI-MSIX-0000:01:00.0    1-edge      nvme0q1
 26:          0       9000          0  IR-PCI-MSIX-0000:01:00.0    2-edge      nvme0q2
 27:          0          0       7000  IR-PCI-MSIX-0000:01:00.0    3-edge      nvme0q3
"""


def test_one_queue_for_all_cores() -> None:
    """The core is the one that the disk's queue reports to; another device's name that begins alike is not the disk."""
    place = "/sys/devices/pci0000:00/0000:00:02.0/virtio1/block/vda/vda1"
    assert busiest_core(VIRTIO, place.split("/")) == 1


def test_a_queue_for_each_core() -> None:
    """Where each core has a queue of its own, it is the one whose queue was used most; cores are counted as they are
    called, also where some are switched off."""
    assert busiest_core(NVME, ["sys", "devices", "nvme", "nvme0", "nvme0n1"]) == 2


def test_a_device_that_reports_to_nobody() -> None:
    """Of a device without interrupts nothing is said, nor of one without a name, nor by what is no such table."""
    assert busiest_core(VIRTIO, ["virtual", "block", "dm-0"]) is None
    assert busiest_core(VIRTIO, ["block", "ram"]) is None
    assert busiest_core("     CPU0\n 24:     0  PCI-MSI  nvme0q0\n", ["nvme0"]) is None
    for other in ("", "nvme0", "CPU0 CPU1\n\n 1:\n 1: nvme0\n 1: 5 nvme0\n 1: 5 many nvme0\n", "IRQ\n 1: 7 nvme0\n"):
        assert busiest_core(other, ["nvme0"]) is None
