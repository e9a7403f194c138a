package shop;

import dev.cairn.annotation.*;
import java.math.BigDecimal;
import java.time.*;
import java.util.*;
import org.jspecify.annotations.*;

@NullMarked
@Schema(
        name = "shop",
        value = {Shop.Order.class, Shop.Account.class, Shop.Event.class, Shop.Daily.class, Shop.ActiveAccount.class, Shop.Payment.class, Shop.Lawsuit.class, Shop.Paid.class})
public interface Shop {
    enum City {
        OSLO,
        ROME
    }

    @Table(name = "orders")
    @PrimaryKey({"id", "order_date"})
    @PartitionByRange(value = "order_date", partitions = @Partition(batch = "START ('2026-01-01') END ('2027-01-01') EVERY (INTERVAL 1 MONTH)"))
    @DistributedByHash("id")
    record Order(
            long id,
            LocalDate orderDate,
            @Varchar(40) String city,
            @Nullable @Decimal(precision = 12, scale = 2) BigDecimal amount,
            int quantity,
            @Nullable Long accountId,
            List<@Varchar(20) String> tags) {}

    @Table
    @UniqueKey("id")
    @DistributedByHash("id")
    record Account(
            long id,
            @Varchar(80) String name,
            boolean active,
            @Nullable LocalDateTime seen,
            double score) {}

    @Table
    @DuplicateKey("at")
    @DistributedByHash("at")
    record Event(LocalDateTime at, @Varchar(20) String kind, @Json @Nullable String detail, Address address, Map<@Varchar(10) String, Integer> labels) {}

    record Address(@Varchar(40) String street, int number) {}

    @Table
    @AggregateKey("day")
    @DistributedByHash("day")
    record Daily(LocalDate day, @Aggregate(Aggregate.Function.SUM) long orders) {}

    enum State {
        OPEN,
        PAID
    }

    enum Outcome {
        PAID,
        LOST
    }

    @Table
    @PrimaryKey("id")
    @DistributedByHash("id")
    record Payment(long id, @Varchar State state, @Nullable List<State> past) {}

    enum Urgency {
        HIGH,
        LOW
    }

    @Table
    @PrimaryKey("id")
    @DistributedByHash("id")
    record Lawsuit(long id, @Varchar Outcome outcome, @Varchar Urgency urgency) {}

    @View(query = "SELECT id, state AS status FROM payment WHERE state = 'PAID'")
    record Paid(long id, State status) {}

    @View(query = "SELECT id, name FROM account WHERE active")
    record ActiveAccount(long id, String name) {}
}
