package dev.cairn.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationHashTest {
    private static final String FIRST_HASH = "h1:6d89bea584a06d69d9b9dfb6285c1763c4d075e1d97972306a5acc4a835fc317";

    @Test
    void theParentAndTheStatementsAreHashedWithZeroBytesBetweenThem() {
        assertThat(MigrationHash.of("", List.of("CREATE DATABASE a"))).isEqualTo(FIRST_HASH);
        assertThat(MigrationHash.of(FIRST_HASH, List.of("-- repeatable\nINSERT INTO t VALUES ('é')", "DROP TABLE t")))
                .isEqualTo("h1:47c8a519a72f9e07fc5267fb596ff0bc88fcefbc4c9584118f392e6f882c9a85");
    }

    @Test
    void blanksAroundAStatementAndTheKindOfLineEndsDoNotChangeTheHash() {
        assertThat(MigrationHash.of("", List.of("\n  CREATE DATABASE a\n"))).isEqualTo(FIRST_HASH);
        assertThat(MigrationHash.of("", List.of("a\r\nb\rc"))).isEqualTo(MigrationHash.of("", List.of("a\nb\nc")));
    }

    @Test
    void markersAndInnerBlanksChangeTheHash() {
        assertThat(MigrationHash.of("", List.of("-- repeatable\nCREATE DATABASE a")))
                .isNotEqualTo(FIRST_HASH);
        assertThat(MigrationHash.of("", List.of("CREATE  DATABASE a"))).isNotEqualTo(FIRST_HASH);
        assertThat(MigrationHash.of("", List.of("a", "b"))).isNotEqualTo(MigrationHash.of("", List.of("ab")));
    }

    @Test
    void theHashOfAStepIgnoresTheCommentsAboveItsStatement() {
        assertThat(MigrationHash.ofStep("DROP TABLE t"))
                .isEqualTo("e058bc4b")
                .isEqualTo(Sha256.shortHash("DROP TABLE t"));
        assertThat(MigrationHash.ofStep("\r\n -- repeatable\r\n  -- for a reason\r\nDROP TABLE t\r\n"))
                .isEqualTo("e058bc4b");
        assertThat(MigrationHash.ofStep("DROP TABLE `t`")).isNotEqualTo("e058bc4b");
        assertThat(MigrationHash.ofStep("DROP TABLE t -- soon")).isNotEqualTo("e058bc4b");
    }

    @Test
    void theHashOfAStepThatIsACommentDependsOnTheComment() {
        assertThat(MigrationHash.ofStep("-- grants: from a to b"))
                .isNotEqualTo(MigrationHash.ofStep("-- grants: from a to c"));
    }
}
