package dev.cairn.benchmark.data;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** A typical row of an application. */
record Sale(
        long id,
        int shop,
        Integer customer,
        String city,
        String note,
        BigDecimal price,
        double weight,
        boolean paid,
        LocalDate day,
        LocalDateTime at) {
    static Sale ofNumber(int id) {
        return new Sale(
                id,
                id % 100,
                id % 7 == 0 ? null : id * 3,
                "city " + id % 1_000,
                "note of sale " + id,
                BigDecimal.valueOf(id, 2),
                id / 8.0,
                id % 2 == 0,
                LocalDate.of(2026, 1, 1).plusDays(id % 365),
                LocalDateTime.of(2026, 1, 1, 0, 0).plusSeconds(id));
    }
}
