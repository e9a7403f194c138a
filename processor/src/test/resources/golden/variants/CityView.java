package com.acme;

import dev.cairn.annotation.*;

@View(query = "SELECT city, sum(pieces) AS pieces FROM sale GROUP BY city")
@Variant(on = "3.5", query = "SELECT city, sum(pieces) AS pieces FROM sale WHERE pieces > 0 GROUP BY city")
@Variant(on = "4.1 shared-data", query = "SELECT s.city, sum(s.pieces) AS pieces FROM sale AS s GROUP BY s.city")
public record CityView(String city, Long pieces) {}
