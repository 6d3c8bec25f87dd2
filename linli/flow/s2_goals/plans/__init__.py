"""The yearly purchase plan (年度购买计划) of a purchaser: what it means to buy, from which needs, with which budget."""
