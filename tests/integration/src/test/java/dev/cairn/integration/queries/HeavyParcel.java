package dev.cairn.integration.queries;

import dev.cairn.annotation.View;

@View(query = "SELECT id, city, weight FROM parcel WHERE weight > 1000")
public record HeavyParcel(long id, String city, int weight) {}
