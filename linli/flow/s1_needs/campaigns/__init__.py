"""Survey campaigns (调查): which households are asked by whom until when, what came in, and what it says of all of them."""
