package dev.cairn.processor.read.column;

import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive;
import dev.cairn.processor.model.JavaType.Primitive.Kind;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import dev.cairn.type.Percentile;
import dev.cairn.type.State;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The classes that have a column, and for those that have none what to write instead. */
final class KnownClasses {
    static final String LIST = List.class.getName();
    static final String MAP = Map.class.getName();

    private static final String LOCAL =
            "write LocalDateTime, in the time zone of your choice: a DATETIME has no time zone";
    private static final String LIST_INSTEAD = "write List<…> of its elements";
    private static final String MAP_INSTEAD = "write Map<…> of its keys and values";
    private static final String ITSELF =
            "write the type of its value: a column of a reference type is NULL where there is none";

    private static final Map<String, JavaType> SIMPLE = Map.ofEntries(
            Map.entry(Boolean.class.getName(), new Primitive(Kind.BOOLEAN, true)),
            Map.entry(Byte.class.getName(), new Primitive(Kind.BYTE, true)),
            Map.entry(Short.class.getName(), new Primitive(Kind.SHORT, true)),
            Map.entry(Integer.class.getName(), new Primitive(Kind.INT, true)),
            Map.entry(Long.class.getName(), new Primitive(Kind.LONG, true)),
            Map.entry(Float.class.getName(), new Primitive(Kind.FLOAT, true)),
            Map.entry(Double.class.getName(), new Primitive(Kind.DOUBLE, true)),
            Map.entry(String.class.getName(), Simple.STRING),
            Map.entry(BigDecimal.class.getName(), Simple.BIG_DECIMAL),
            Map.entry(BigInteger.class.getName(), Simple.BIG_INTEGER),
            Map.entry(LocalDate.class.getName(), Simple.LOCAL_DATE),
            Map.entry(LocalDateTime.class.getName(), Simple.LOCAL_DATE_TIME),
            Map.entry(Bitmap.class.getName(), Simple.BITMAP),
            Map.entry(Hll.class.getName(), Simple.HLL),
            Map.entry(Percentile.class.getName(), Simple.PERCENTILE),
            Map.entry(State.class.getName(), Simple.STATE));

    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("java.lang.Object", "write the type of its values, or @Json String for any of them"),
            Map.entry("java.lang.Character", "write @Varchar(4) String: a character has up to 4 bytes"),
            Map.entry("java.lang.CharSequence", "write String"),
            Map.entry("java.lang.Number", "write Long, Double or another type of its own for each column"),
            Map.entry("java.time.Instant", LOCAL),
            Map.entry("java.time.OffsetDateTime", LOCAL),
            Map.entry("java.time.ZonedDateTime", LOCAL),
            Map.entry("java.util.Date", LOCAL),
            Map.entry("java.util.Calendar", LOCAL),
            Map.entry("java.sql.Timestamp", LOCAL),
            Map.entry("java.sql.Date", "write LocalDate"),
            Map.entry("java.time.LocalTime", "write @Varchar(8) String, or int for the seconds of the day"),
            Map.entry("java.sql.Time", "write @Varchar(8) String, or int for the seconds of the day"),
            Map.entry("java.time.Duration", "write long, and say its unit in the column's name"),
            Map.entry("java.time.Year", "write short"),
            Map.entry("java.time.YearMonth", "write LocalDate, the first day of the month"),
            Map.entry("java.util.UUID", "write @Varchar(36) String"),
            Map.entry("java.net.URI", "write String"),
            Map.entry("java.net.URL", "write String"),
            Map.entry("java.util.Optional", ITSELF),
            Map.entry("java.util.OptionalInt", "write Integer: it is NULL where there is none"),
            Map.entry("java.util.OptionalLong", "write Long: it is NULL where there is none"),
            Map.entry("java.util.OptionalDouble", "write Double: it is NULL where there is none"),
            Map.entry("java.util.Collection", LIST_INSTEAD),
            Map.entry("java.util.Set", LIST_INSTEAD),
            Map.entry("java.util.ArrayList", LIST_INSTEAD),
            Map.entry("java.lang.Iterable", LIST_INSTEAD),
            Map.entry("java.util.HashMap", MAP_INSTEAD),
            Map.entry("java.util.LinkedHashMap", MAP_INSTEAD),
            Map.entry("java.util.TreeMap", MAP_INSTEAD),
            Map.entry("java.util.BitSet", "write Bitmap"));

    private KnownClasses() {}

    /** What a class is that needs no look inside. */
    static Optional<JavaType> simple(String qualifiedName) {
        return Optional.ofNullable(SIMPLE.get(qualifiedName));
    }

    static String instead(String qualifiedName) {
        return INSTEAD.getOrDefault(
                qualifiedName,
                "write a type that has one: a record for a STRUCT, an enum, or String with @Json or @SqlType");
    }
}
