"""The tables of the catalogue."""

from linli.foundations.catalogue.models.batch import Batch
from linli.foundations.catalogue.models.item import CatalogueItem
from linli.foundations.catalogue.models.purchase import Purchase
from linli.foundations.catalogue.models.supplement import Supplement

__all__ = ["Batch", "CatalogueItem", "Purchase", "Supplement"]
