"""Trains LoRAs for diffusion models behind Darkroom's trainer contract (job.json in, JSON lines out)."""

__version__ = "0.1.0"
CONTRACT_VERSION = 1
