package dev.cairn.integration.data;

import dev.cairn.annotation.View;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;

/** The visitors of a page on all days, in a view that merges the metrics of visits. */
@View(query = "SELECT page, bitmap_union(users) AS users, hll_union(sessions) AS sessions FROM visit GROUP BY page")
public record Visitors(int page, Bitmap users, Hll sessions) {}
