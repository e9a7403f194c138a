package shop;

import dev.cairn.annotation.Char;
import dev.cairn.annotation.Column;
import dev.cairn.annotation.Decimal;
import dev.cairn.annotation.DistributedByHash;
import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.Json;
import dev.cairn.annotation.SqlType;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.Varbinary;
import dev.cairn.annotation.Varchar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

@Table
@DuplicateKey("an_int")
@DistributedByHash("an_int")
public record Everything(
        int anInt,
        boolean aBoolean,
        byte aByte,
        short aShort,
        long aLong,
        float aFloat,
        double aDouble,
        Boolean boxedBoolean,
        Byte boxedByte,
        Short boxedShort,
        Integer boxedInt,
        Long boxedLong,
        Float boxedFloat,
        Double boxedDouble,
        BigInteger large,
        @Decimal(precision = 20, scale = 4) BigDecimal decimal,
        String text,
        @Char(3) String code,
        @Varchar(64) String name,
        Color color,
        LocalDate day,
        LocalDateTime moment,
        byte[] bytes,
        @Varbinary(16) byte[] hash,
        @Json String document,
        @SqlType("json") String sameDocument,
        List<String> texts,
        List<List<Integer>> numbers,
        List<@Varchar(10) String> shortTexts,
        List<Color> colors,
        Map<String, Long> counts,
        Map<LocalDate, List<Address>> addressesByDay,
        Address address,
        List<Address> addresses) {
    public enum Color {
        RED,
        GREEN
    }

    public record Address(@Varchar(80) String street, @Column(name = "zip") int postCode, List<String> lines, Point at) {}

    public record Point(double x, double y) {}
}
