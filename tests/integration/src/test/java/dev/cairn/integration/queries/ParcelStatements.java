package dev.cairn.integration.queries;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.Embedded;
import dev.cairn.annotation.Execute;
import dev.cairn.annotation.Queries;
import dev.cairn.annotation.Query;
import dev.cairn.data.Page;
import dev.cairn.data.PageRequest;
import dev.cairn.data.Sort;
import dev.cairn.integration.queries.Parcel.Status;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Query methods with statements and results of each kind. */
@Allow({"unlimited-order", "several-rows"})
@Queries(Depot.class)
interface ParcelStatements {
    record CityTotal(
            String city,
            long parcels,
            BigDecimal total,
            @Nullable Long heaviest) {}

    record Measures(
            long id,
            @Embedded Parcel.Box box,
            @Embedded(prefix = "least_") Least least) {
        record Least(int width) {}
    }

    // Rows of records

    @Query("""
        SELECT city, count(*) AS parcels, sum(price) AS total, max(weight) AS heaviest
        FROM parcel
        GROUP BY city
        ORDER BY city""")
    List<CityTotal> cityTotals();

    @Query("SELECT * FROM parcel WHERE id = :id")
    Optional<Parcel> parcel(long id);

    @Query("SELECT * FROM parcel WHERE city = :city")
    @Nullable
    Parcel only(String city);

    @Query("SELECT p.* FROM parcel p WHERE p.id = :id")
    Parcel existing(long id);

    @Query("SELECT * FROM heavy_parcel ORDER BY id")
    List<HeavyParcel> heavy();

    @Query("SELECT * FROM city_parcels ORDER BY city")
    List<CityParcels> cities();

    @Query(
            "SELECT parcel.id, c.name AS courier, labels, destination FROM parcel LEFT JOIN courier c ON c.id = courier_id"
                    + " ORDER BY parcel.id")
    List<ParcelDelivery> deliveries();

    @Query("SELECT id, height, width, least(width, height) AS least_width FROM parcel ORDER BY id")
    List<Measures> measures();

    @Query("WITH sent AS (SELECT * FROM parcel WHERE status = 'SENT') SELECT * FROM sent ORDER BY id LIMIT 1")
    Optional<Parcel> firstSent();

    @Query(
            "SELECT id FROM parcel WHERE city = 'Oslo' UNION ALL SELECT id + 100 FROM parcel WHERE city = 'Rome' ORDER BY 1")
    List<Long> union();

    // Rows of one column

    @Query("SELECT count(*) FROM parcel")
    long count();

    @Query("SELECT count(*) > 0 FROM parcel WHERE id = :id")
    boolean exists(long id);

    @Query("SELECT max(weight) FROM parcel WHERE city = :city")
    @Nullable
    Integer heaviest(String city);

    @Query("SELECT max(sent_on) FROM parcel WHERE city = :city")
    Optional<LocalDate> latest(String city);

    @Query("SELECT id FROM parcel WHERE city = :city")
    Optional<Long> idIn(String city);

    @Query("SELECT id FROM parcel ORDER BY id")
    Stream<Long> ids();

    @Query("SELECT weight FROM parcel ORDER BY id")
    List<@Nullable Integer> weights();

    @Query("SHOW TABLES")
    List<String> tables();

    // Maps

    @Query("SELECT city, count(*) FROM parcel GROUP BY city ORDER BY count(*) DESC, city")
    Map<String, Long> countByCity();

    @Query("SELECT city, id FROM parcel ORDER BY id")
    Map<String, Long> idByCity();

    @Query("SELECT id, weight FROM parcel ORDER BY id DESC")
    Map<Long, @Nullable Integer> weightById();

    @Query("SELECT * FROM parcel")
    Map<Long, Parcel> byId();

    record Delivery(long id, Status status) {}

    @Query("SELECT city, id, status FROM parcel")
    Map<String, Delivery> byCity();

    // Sets and pages

    @Query("SELECT city FROM parcel ORDER BY city")
    Set<String> citySet();

    @Query("SELECT id FROM parcel /*? WHERE city = :city */ ORDER BY weight, id")
    Page<Long> page(@Nullable String city, PageRequest request);

    @Query("SELECT p.id FROM parcel p ORDER BY /*:sort p.city, weight */ id")
    List<Long> sorted(Sort sort);

    // Parameters

    record Filter(@Nullable String city, LocalDate from, Range weight) {
        record Range(int least, @Nullable Integer most) {}
    }

    @Query("""
        SELECT id FROM parcel
        WHERE sent_on >= :from
            /*? AND city = :city */
            /*? AND status IN (:statuses) */
            /*? AND price BETWEEN :least AND :most */
            /*? AND weight > :weight */
        ORDER BY id""")
    List<Long> find(
            LocalDate from,
            @Nullable String city,
            @Nullable Collection<Status> statuses,
            @Nullable BigDecimal least,
            Optional<BigDecimal> most,
            Optional<Integer> weight);

    @Query("SELECT id FROM parcel WHERE sent_on >= :filter.from AND coalesce(weight, 0) >= :filter.weight.least"
            + " /*? AND weight <= :filter.weight.most */ /*? AND city = :filter.city */ ORDER BY id")
    List<Long> matching(Filter filter);

    @Query("SELECT id FROM parcel /*? WHERE sent_on < :day */ ORDER BY id /*? LIMIT :limit */")
    List<Long> oldest(@Nullable LocalDate day, @Nullable Integer limit);

    @Query("SELECT id FROM parcel WHERE sent_on > date_sub(:day, INTERVAL :days DAY) ORDER BY id")
    List<Long> since(LocalDate day, int days);

    // Batches

    record Reading(long id, String name, @Nullable Integer floor) {}

    @Execute(
            "INSERT INTO courier (id, name) VALUES (:couriers.id + :first, concat(:couriers.name, ' ', coalesce(:couriers.floor, '')))")
    long hire(List<Reading> couriers, long first);

    @Query("SELECT name FROM courier WHERE id > :first ORDER BY id")
    List<String> couriersFrom(long first);

    // Changes

    @Execute("""
        INSERT INTO parcel (id, sent_on, city, status, price, weight, width, height, labels, contents, destination)
        VALUES (:id, :day, :city, :status, :price, :weight, :box.width, :box.height, :labels, :contents, :to)""")
    long send(
            long id,
            LocalDate day,
            String city,
            Status status,
            BigDecimal price,
            Optional<Integer> weight,
            Parcel.Box box,
            String[] labels,
            Map<String, Integer> contents,
            Parcel.@Nullable Destination to);

    @Execute("INSERT INTO parcel_scan SELECT id, :at, :place FROM parcel WHERE status = :status")
    long scanAll(LocalDateTime at, String place, Status status);

    @Execute("INSERT OVERWRITE parcel_scan SELECT id, :at, concat(city, ' ', :place) FROM parcel")
    void rescan(LocalDateTime at, String place);

    @Execute("UPDATE parcel SET status = :status, weight = :weight, price = price * :factor"
            + " WHERE city = :city /*? AND id IN (:ids) */")
    int update(Status status, @Nullable Integer weight, BigDecimal factor, String city, @Nullable Set<Long> ids);

    @Execute("DELETE FROM parcel WHERE sent_on < :day /*? AND city NOT IN (:cities) */")
    long purge(LocalDate day, @Nullable List<String> cities);

    @Execute("TRUNCATE TABLE parcel_scan")
    void forgetScans();

    @Execute("REFRESH MATERIALIZED VIEW city_parcels WITH SYNC MODE")
    void refreshCities();

    // Methods of the interface itself

    default boolean isEmpty() {
        return count() == 0;
    }
}
