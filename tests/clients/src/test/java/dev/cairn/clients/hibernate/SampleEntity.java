package dev.cairn.clients.hibernate;

import dev.cairn.clients.Sample;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A sample as an entity of JPA. */
@Entity
@Table(name = "sample")
public class SampleEntity {
    @Id
    private int id;

    @Nullable
    private Boolean flag;

    @Nullable
    private Short small;

    @Nullable
    private Long big;

    /** The text of a LARGEINT, because Connector/J reads no number of this size. */
    @Column(columnDefinition = "bigint unsigned")
    @Nullable
    private String large;

    @Column(precision = 20, scale = 4)
    @Nullable
    private BigDecimal price;

    @Nullable
    private Double ratio;

    @Nullable
    private LocalDate born;

    @Nullable
    private LocalDateTime seen;

    @Nullable
    private String word;

    /** Hibernate calls this constructor before it sets the fields. */
    protected SampleEntity() {}

    /** Creates an entity with the values of a sample. */
    public SampleEntity(Sample sample) {
        id = sample.id();
        flag = sample.flag();
        small = sample.small();
        big = sample.big();
        large = sample.large() == null ? null : sample.large().toString();
        price = sample.price();
        ratio = sample.ratio();
        born = sample.born();
        seen = sample.seen();
        word = sample.word();
    }

    /** Returns the sample with the values of this entity. */
    public Sample sample() {
        return new Sample(
                id, flag, small, big, large == null ? null : new BigInteger(large), price, ratio, born, seen, word);
    }
}
