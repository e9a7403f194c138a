package dev.cairn.integration.data;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.Execute;
import dev.cairn.annotation.Json;
import dev.cairn.annotation.Queries;
import dev.cairn.annotation.Query;
import dev.cairn.integration.data.Everything.Address;
import dev.cairn.integration.data.Everything.Color;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Statements with parameters and results of each type. */
@NullMarked
@Allow("unlimited-order")
@Queries(Shop.class)
public interface TypedStatements {
    String BY_ID = " FROM everything WHERE id = :id";

    // Results of one column

    @Query("SELECT truth" + BY_ID)
    boolean truth(int id);

    @Query("SELECT tiny" + BY_ID)
    byte tiny(int id);

    @Query("SELECT small" + BY_ID)
    short small(int id);

    @Query("SELECT big" + BY_ID)
    long big(int id);

    @Query("SELECT `real`" + BY_ID)
    float real(int id);

    @Query("SELECT twice" + BY_ID)
    double twice(int id);

    @Query("SELECT boxed_truth" + BY_ID)
    @Nullable
    Boolean boxedTruth(int id);

    @Query("SELECT boxed_tiny" + BY_ID)
    @Nullable
    Byte boxedTiny(int id);

    @Query("SELECT boxed_small" + BY_ID)
    @Nullable
    Short boxedSmall(int id);

    @Query("SELECT boxed_int" + BY_ID)
    @Nullable
    Integer boxedInt(int id);

    @Query("SELECT boxed_big" + BY_ID)
    @Nullable
    Long boxedBig(int id);

    @Query("SELECT boxed_real" + BY_ID)
    @Nullable
    Float boxedReal(int id);

    @Query("SELECT boxed_twice" + BY_ID)
    @Nullable
    Double boxedTwice(int id);

    @Query("SELECT large" + BY_ID)
    @Nullable
    BigInteger large(int id);

    @Query("SELECT exact" + BY_ID)
    @Nullable
    BigDecimal exact(int id);

    @Query("SELECT `text`" + BY_ID)
    @Nullable
    String text(int id);

    @Query("SELECT code" + BY_ID)
    Optional<String> code(int id);

    @Query("SELECT color" + BY_ID)
    @Nullable
    Color color(int id);

    @Query("SELECT day" + BY_ID)
    @Nullable
    LocalDate day(int id);

    @Query("SELECT moment" + BY_ID)
    @Nullable
    LocalDateTime moment(int id);

    @Query("SELECT bytes" + BY_ID)
    byte @Nullable [] bytes(int id);

    @Query("SELECT texts" + BY_ID)
    Optional<List<@Nullable String>> texts(int id);

    @Query("SELECT numbers" + BY_ID)
    Optional<List<@Nullable List<@Nullable Integer>>> numbers(int id);

    @Query("SELECT counts" + BY_ID)
    Optional<Map<String, @Nullable Long>> counts(int id);

    @Query("SELECT addresses" + BY_ID)
    Optional<List<@Nullable Address>> addresses(int id);

    // Results of all columns

    @Query("SELECT * FROM everything ORDER BY id")
    List<Everything> all();

    @Query("SELECT e.* FROM everything AS e WHERE e.id = :id")
    Everything row(int id);

    @Query("SELECT * FROM everything")
    Stream<Everything> stream();

    /** Columns in another order than the components. */
    record Nested(
            @Nullable Address address,
            @Nullable Map<LocalDate, List<Address>> addressesByDay,
            @Json @Nullable String document) {}

    @Query("SELECT document, addresses_by_day, address" + BY_ID)
    Nested nested(int id);

    // Comparisons

    @Query("SELECT id FROM everything WHERE truth = :value")
    List<Integer> withTruth(boolean value);

    @Query("SELECT id FROM everything WHERE tiny = :value")
    List<Integer> withTiny(byte value);

    @Query("SELECT id FROM everything WHERE small = :value")
    List<Integer> withSmall(short value);

    @Query("SELECT id FROM everything WHERE id = :value")
    List<Integer> withId(int value);

    @Query("SELECT id FROM everything WHERE big = :value")
    List<Integer> withBig(long value);

    @Query("SELECT id FROM everything WHERE `real` = :value")
    List<Integer> withReal(float value);

    @Query("SELECT id FROM everything WHERE twice = :value")
    List<Integer> withTwice(double value);

    @Query("SELECT id FROM everything WHERE boxed_big = :value")
    List<Integer> withBoxedBig(Long value);

    @Query("SELECT id FROM everything WHERE large = :value")
    List<Integer> withLarge(BigInteger value);

    @Query("SELECT id FROM everything WHERE exact = :value")
    List<Integer> withExact(BigDecimal value);

    @Query("SELECT id FROM everything WHERE `text` = :value")
    List<Integer> withText(String value);

    @Query("SELECT id FROM everything WHERE color = :value")
    List<Integer> withColor(Color value);

    @Query("SELECT id FROM everything WHERE day = :value")
    List<Integer> withDay(LocalDate value);

    @Query("SELECT id FROM everything WHERE moment = :value")
    List<Integer> withMoment(LocalDateTime value);

    @Query("SELECT id FROM everything WHERE hex(bytes) = hex(:value)")
    List<Integer> withBytes(byte[] value);

    @Query("SELECT id FROM everything WHERE big BETWEEN :low AND :high AND `text` LIKE :pattern")
    List<Integer> between(long low, long high, String pattern);

    // Lists

    @Query("SELECT id FROM everything WHERE id IN (:ids) ORDER BY id")
    List<Integer> ofIds(int[] ids);

    @Query("SELECT id FROM everything WHERE id NOT IN (:ids) ORDER BY id")
    List<Integer> notOfIds(List<Integer> ids);

    @Query("SELECT id FROM everything WHERE NOT (id IN (:ids)) ORDER BY id")
    List<Integer> notOfThese(Set<Integer> ids);

    @Query("SELECT id FROM everything WHERE `text` NOT IN (:texts) ORDER BY id")
    List<Integer> notOfTexts(String[] texts);

    @Query("SELECT id FROM everything WHERE truth IN (:truths) AND tiny IN (:tinies) AND small IN (:smalls)"
            + " AND big IN (:bigs) AND twice IN (:twices) AND large IN (:larges) AND exact IN (:exacts)"
            + " AND `text` IN (:texts) AND color IN (:colors) AND day IN (:days) AND moment IN (:moments)"
            + " AND bytes IN (:bytes)")
    List<Integer> inLists(
            boolean[] truths,
            Set<Byte> tinies,
            short[] smalls,
            long[] bigs,
            double[] twices,
            Collection<BigInteger> larges,
            BigDecimal[] exacts,
            String[] texts,
            Set<Color> colors,
            List<LocalDate> days,
            LocalDateTime[] moments,
            List<byte[]> bytes);

    // Other places

    @Query("SELECT id FROM everything ORDER BY id LIMIT :limit OFFSET :offset")
    List<Integer> page(int limit, long offset);

    @Query("SELECT id FROM everything ORDER BY id LIMIT :offset, :limit")
    List<Integer> pageBehind(long offset, int limit);

    @Query("SELECT :first AS first, 'it''s :first? -- /* \\\\ */' AS quoted, id -- :first ? '\n"
            + "FROM everything /* :first ? ' */ WHERE id = :id\n AND concat(:first, \":first\") <> '?'")
    Optional<Texts> texts(String first, int id);

    record Texts(String first, String quoted, int id) {}

    @Query("SELECT 10 -:number AS number")
    long tenMinus(long number);

    @Query("SELECT 10 - -:number AS number")
    long tenMinusNegative(long number);

    @Query("SELECT id FROM everything WHERE array_contains(texts, :text) AND arrays_overlap(twices, :twices)")
    List<Integer> containing(String text, double[] twices);

    @Query("SELECT map_size(:counts) AS entries, array_length(:texts) AS texts")
    Sizes sizes(Map<String, Long> counts, List<String> texts);

    record Sizes(@Nullable Integer entries, @Nullable Integer texts) {}

    @Query("SELECT id FROM everything WHERE get_json_string(document, :path) = :value")
    List<Integer> withMember(String path, String value);

    @Query("SELECT id FROM everything WHERE id = :row.id AND `text` <=> :row.text AND address.zip <=> :row.address.zip")
    List<Integer> like(Everything row);

    // Changes

    @Execute("""
        INSERT INTO everything VALUES (
            :row.id, :row.truth, :row.tiny, :row.small, :row.big, :row.real, :row.twice,
            :row.boxedTruth, :row.boxedTiny, :row.boxedSmall, :row.boxedInt, :row.boxedBig, :row.boxedReal,
            :row.boxedTwice, :row.large, :row.exact, :row.price, :row.text, :row.code, :row.name, :row.color,
            :row.day, :row.moment, :row.bytes, :row.hash, :row.document, :row.texts, :row.numbers, :row.moments,
            :row.prices, :row.larges, :row.twices, :row.colors, :row.counts, :row.addressesByDay, :row.address,
            :row.addresses)""")
    long insert(Everything row);

    @Execute("UPDATE everything SET `text` = :text, texts = :texts, counts = :counts, address = :address,"
            + " document = :document WHERE id = :id")
    int change(
            int id,
            @Nullable String text,
            @Nullable List<@Nullable String> texts,
            @Nullable Map<String, @Nullable Long> counts,
            @Nullable Address address,
            @Nullable String document);
}
