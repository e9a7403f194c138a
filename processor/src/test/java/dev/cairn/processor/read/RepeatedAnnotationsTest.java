package dev.cairn.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;

/**
 * Tests where mistakes in repeated annotations are reported: the compiler's model of the language has places for
 * annotations that are not repeated, and its syntax tree has a place for each annotation.
 */
class RepeatedAnnotationsTest {
    @Test
    void eachErrorInARepeatedAnnotationIsReportedAtItsValue() {
        String messages = MarkedSources.of("""
            @Table
            @PrimaryKey("id")
            @DistributedByHash("id")
            @Index(name = "by_name", columns = "name", using = BITMAP)
            @Index(name = "by_city", columns = {
                "name",
                "citty" // [unknown-column]
            }, using = BITMAP)
            @Index(name = "by_land", columns = "land") // [unknown-column]
            public record Account(long id, @Varchar(10) String name, @Varchar(10) String city) {}
            """).verify();
        assertThat(messages).doesNotContain("in @Index");
    }

    @Test
    void allErrorsOfPropertiesAreReportedAtOnceEachAtItsProperty() {
        MarkedSources.of("""
            @Table
            @PrimaryKey("id")
            @DistributedByHash("id")
            @Property(name = "compression", value = "GOOD") // [property-value]
            @Property(name = "replication_num", value = "0") // [property-value]
            @Property(name = "no_such_property", value = "1") // [unknown-property]
            @Property(name = "bucket_size", value = "-1") // [property-value]
            public record Account(long id) {}
            """).verify();
    }

    @Test
    void errorsInASingleAnnotationAreReportedAtTheAnnotation() {
        String messages = MarkedSources.of("""
            @Table
            @PrimaryKey("id")
            @DistributedByHash("id")
            @Index(name = "by_city", columns = "citty", using = BITMAP) // [unknown-column]
            public record Account(long id, @Varchar(10) String city) {}
            """).verify();
        assertThat(messages).doesNotContain("in @Index");
    }
}
