from linli.flow.s1_needs.campaigns.models.answers import Answer, Gathering, Tally
from linli.flow.s1_needs.campaigns.models.areas import Area
from linli.flow.s1_needs.campaigns.models.campaign import Campaign
from linli.flow.s1_needs.campaigns.models.households import CampaignPlace, Household, HouseholdAddress, Stratum

__all__ = [
    "Answer", "Area", "Campaign", "CampaignPlace", "Gathering", "Household", "HouseholdAddress", "Stratum", "Tally",
]  # fmt: skip
