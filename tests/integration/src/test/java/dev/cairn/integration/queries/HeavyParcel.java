package dev.cairn.integration.queries;

import dev.cairn.annotation.View;

/** The parcels of more than a kilogram, in a view. */
@View(query = "SELECT id, city, weight FROM parcel WHERE weight > 1000")
public record HeavyParcel(long id, String city, int weight) {}
