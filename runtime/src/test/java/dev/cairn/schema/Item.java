package dev.cairn.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/** A record with a column of each family. */
@SuppressWarnings("ArrayRecordComponent") // that is what VARBINARY is
record Item(
        long id,
        boolean sold,
        BigInteger serial,
        BigDecimal price,
        double weight,
        String name,
        Color color,
        LocalDate day,
        LocalDateTime at,
        byte[] image,
        List<Size> sizes) {
    /** A STRUCT. */
    record Size(int width, String unit) {}
}
