package dev.cairn.integration.queries;

import dev.cairn.annotation.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of a query, with a component whose column has another name. */
record ParcelDelivery(
        long id,
        @Column(name = "courier") @Nullable String courierName,
        Parcel.@Nullable Destination destination,
        List<String> labels) {}
