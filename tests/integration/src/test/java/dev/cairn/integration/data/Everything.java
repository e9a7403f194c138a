package dev.cairn.integration.data;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.Char;
import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.Json;
import dev.cairn.annotation.PrimaryKey;
import dev.cairn.annotation.Property;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varbinary;
import dev.cairn.annotation.Varchar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row with a value of each type, each in a column of its own. */
@Table
@Allow({"single-bucket", "single-replica"})
@PrimaryKey("id")
@DistributedByHash(value = "id", buckets = 1)
@Property(name = "replication_num", value = "1")
@SuppressWarnings("ArrayRecordComponent") // A VARBINARY is read as an array.
public record Everything(
        int id,
        boolean truth,
        byte tiny,
        short small,
        long big,
        float real,
        double twice,
        @Nullable Boolean boxedTruth,
        @Nullable Byte boxedTiny,
        @Nullable Short boxedSmall,
        @Nullable Integer boxedInt,
        @Nullable Long boxedBig,
        @Nullable Float boxedReal,
        @Nullable Double boxedTwice,
        @Nullable BigInteger large,
        @Decimal(precision = 38, scale = 10) @Nullable BigDecimal exact,
        @Decimal(precision = 9, scale = 2) @Nullable BigDecimal price,
        @Nullable String text,
        @Char(10) @Nullable String code,
        @Varchar(64) @Nullable String name,
        @Nullable Color color,
        @Nullable LocalDate day,
        @Nullable LocalDateTime moment,
        byte @Nullable [] bytes,
        @Varbinary(4) byte @Nullable [] hash,
        @Json @Nullable String document,
        @Nullable List<@Nullable String> texts,
        @Nullable List<@Nullable List<@Nullable Integer>> numbers,
        @Nullable List<@Nullable LocalDateTime> moments,
        @Nullable List<@Decimal(precision = 20, scale = 4) BigDecimal> prices,
        @Nullable List<BigInteger> larges,
        @Nullable List<Double> twices,
        @Nullable List<Color> colors,
        @Nullable Map<String, @Nullable Long> counts,
        @Nullable Map<LocalDate, List<Address>> addressesByDay,
        @Nullable Address address,
        @Nullable List<@Nullable Address> addresses) {
    /** The type of a column that stores the names of its constants. */
    public enum Color {
        RED,
        GREEN
    }

    /** The type of a STRUCT column, and of elements of lists and maps. */
    public record Address(
            @Varchar(80) @Nullable String street,
            int zip,
            @Nullable List<@Nullable String> lines,
            @Nullable Point at) {}

    /** The type of a STRUCT within another STRUCT. */
    public record Point(double x, boolean exact) {}
}
