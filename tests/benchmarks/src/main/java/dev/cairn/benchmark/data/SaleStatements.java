package dev.cairn.benchmark.data;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** Checked statements about sales, as an application declares them. */
interface SaleStatements {
    List<Sale> since(LocalDate day, int shops, int limit);

    long correct(long id, String note, BigDecimal price);
}
