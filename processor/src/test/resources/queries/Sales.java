package shop;

import dev.cairn.annotation.*;
import dev.cairn.data.*;
import java.math.BigDecimal;
import java.time.*;
import java.util.*;
import java.util.stream.Stream;
import org.jspecify.annotations.*;

@NullMarked
@Allow("all-partitions")
@Queries(Shop.class)
public interface Sales {
    record CitySales(String city, long orders, @Nullable BigDecimal total) {}

    record Filter(@Nullable String city, LocalDate from) {}

    @Query("""
            SELECT city, count(*) AS orders, sum(amount) AS total
            FROM orders
            WHERE order_date >= :from /*? AND city IN (:cities) */
            GROUP BY city ORDER BY total DESC LIMIT :limit""")
    List<CitySales> perCity(LocalDate from, @Nullable List<String> cities, int limit);

    @Query("SELECT * FROM active_account WHERE id = :id")
    Optional<Shop.ActiveAccount> account(long id);

    @Query("SELECT id FROM orders WHERE order_date = :day")
    Stream<Long> ids(LocalDate day);

    @Execute("DELETE FROM orders WHERE order_date < :day")
    long purgeBefore(LocalDate day);

    @Query("SELECT * FROM orders WHERE order_date >= :filter.from /*? AND city = :filter.city */")
    List<Shop.Order> orders(Filter filter);

    @Query("SELECT count(*) FROM orders WHERE city NOT IN (:cities) AND quantity - :less > 0")
    long others(Shop.City[] cities, int less);

    @Allow("several-rows")
    @Query("SELECT name, score FROM account WHERE active = :active AND (score > :score OR seen < :seen) ORDER BY name LIMIT 100")
    Map<String, Double> scores(boolean active, double score, LocalDateTime seen);

    @Query("SELECT date_trunc(:unit, order_date) AS period, sum(quantity) AS quantity FROM orders"
            + " WHERE order_date >= '2026-01-01' AND array_contains(tags, :tag) GROUP BY 1")
    List<Period> periods(String unit, String tag);

    record Period(@Nullable LocalDate period, long quantity) {}

    @Execute("INSERT INTO orders (id, order_date, city, amount, quantity, account_id, tags)"
            + " VALUES (:id, :day, :city, :amount, 1, :account, :tags)")
    void insert(
            long id,
            LocalDate day,
            Shop.City city,
            @Nullable BigDecimal amount,
            Optional<Long> account,
            List<String> tags);

    @Query("SELECT max(order_date) FROM orders WHERE city = :city")
    Optional<LocalDate> latest(String city);

    @Execute("UPDATE orders SET amount = amount * :factor WHERE id = :id")
    int raise(BigDecimal factor, long id);

    @Execute("-- once a day\n/* before the import */ TRUNCATE TABLE event")
    void clear();

    @Query("SHOW TABLES")
    List<String> tables();

    @Query("SELECT timediff(:end, :start)")
    @Nullable
    String duration(LocalDateTime start, LocalDateTime end);

    @Query("SELECT id FROM orders WHERE (:city IS NULL OR city = :city) AND account_id <=> :account AND city <> :other")
    List<Long> ofCity(@Nullable String city, @Nullable Long account, String other);

    @Query("SELECT id FROM orders WHERE order_date > date_sub(now(), INTERVAL :days DAY) AND quantity % :of = 0"
            + " AND (:all OR array_contains(tags, :tag)) AND id IN (SELECT id FROM account LIMIT :few)")
    List<Long> recent(int days, long of, boolean all, String tag, int few);

    @Query("SELECT sum(quantity) OVER (PARTITION BY city, id ORDER BY id ROWS BETWEEN :n PRECEDING AND CURRENT ROW)"
            + " FROM orders WHERE element_at(map{:key: :value}, city) = quantity AND tags[:index] = 'new'")
    List<@Nullable Long> moving(int n, String key, int value, int index);

    record Place(Shop.@Nullable Address address) {}

    @Execute("UPDATE orders SET quantity = 1 WHERE id = :id AND city <=> :place.address.street")
    long visit(long id, @Nullable Place place);

    @Query("SELECT id, name, score FROM account WHERE active ORDER BY id LIMIT 100")
    Map<Long, Score> byId();

    record Score(String name, double score) {}

    @Query("SELECT id, name FROM account WHERE active")
    Map<Long, Shop.ActiveAccount> active();

    @Query("SELECT DISTINCT state FROM payment")
    Set<Shop.State> states();

    @Query("SELECT * FROM active_account ORDER BY name, id")
    Page<Shop.ActiveAccount> page(PageRequest request);

    @Query("SELECT a.id, a.name FROM account a ORDER BY /*:sort a.name, score, `active` */ id DESC")
    Page<Shop.ActiveAccount> sorted(Sort sort, PageRequest request);

    record NewAccount(long id, String name, @Nullable LocalDateTime seen) {}

    @Execute("INSERT INTO account (id, name, active, seen, score) VALUES (:accounts.id, upper(:accounts.name), :active, :accounts.seen, 1.5)")
    long insertAll(Collection<NewAccount> accounts, boolean active);

    @Execute("INSERT INTO payment (id, state, past) VALUES (:payments.id, :payments.state, :payments.past)")
    void pay(Shop.Payment[] payments);

    default long all() {
        return others(new Shop.City[0], 0);
    }
}
