package dev.cairn.integration.queries;

import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.Embedded;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varchar;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parcel that a courier delivers, with nested values. */
@Table
@PrimaryKey("id")
@DistributedByHash(value = "id", buckets = 1)
public record Parcel(
        long id,
        LocalDate sentOn,
        @Varchar(40) String city,
        Status status,
        @Decimal(precision = 12, scale = 2) BigDecimal price,
        @Nullable Integer weight,
        @Nullable Long courierId,
        @Embedded Box box,
        @Nullable Destination destination,
        List<@Varchar(20) String> labels,
        @Nullable Map<@Varchar(20) String, Integer> contents) {
    /** The state of a parcel on its way. */
    public enum Status {
        SENT,
        DELIVERED
    }

    /** The size of a box in centimeters, whose components are columns of the table. */
    public record Box(int width, int height) {}

    /** The address of a delivery, in a STRUCT column. */
    public record Destination(
            @Varchar(80) String street, @Nullable Integer floor) {}
}
