package dev.cairn.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;

/** javac knows a place of an annotation only where it stands alone: of several, the message says which one it means. */
class RepeatedAnnotationsTest {
    @Test
    void errorsInARepeatedAnnotationAreReportedAtTheRecordByName() {
        String messages = MarkedSources.of("""
            @Table
            @PrimaryKey("id")
            @DistributedByHash("id")
            @Index(name = "by_name", columns = "name", using = BITMAP)
            @Index(name = "by_city", columns = "citty", using = BITMAP)
            public record Account(long id, @Varchar(10) String name, @Varchar(10) String city) {} // [unknown-column]
            """).verified();
        assertThat(messages).contains("in @Index(name=\"by_city\"").doesNotContain("by_name");
    }

    @Test
    void errorsInASingleAnnotationAreReportedAtTheAnnotation() {
        String messages = MarkedSources.of("""
            @Table
            @PrimaryKey("id")
            @DistributedByHash("id")
            @Index(name = "by_city", columns = "citty", using = BITMAP) // [unknown-column]
            public record Account(long id, @Varchar(10) String city) {}
            """).verified();
        assertThat(messages).doesNotContain("in @Index");
    }
}
