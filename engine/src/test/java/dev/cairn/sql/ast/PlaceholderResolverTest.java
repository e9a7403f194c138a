package dev.cairn.sql.ast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement.CreateTable;
import org.junit.jupiter.api.Test;

class PlaceholderResolverTest {
    private static final String TABLE_SQL = """
        CREATE TABLE t (k INT, INDEX i (k) USING NGRAMBF ("gram_num" = "${grams}"))
        DISTRIBUTED BY HASH(k) BUCKETS ${buckets:8}
        PROPERTIES ("replication_num" = "${replicas:3}", "compression" = "LZ4")\
        """;

    private static final PlaceholderResolver RESOLVER = new PlaceholderResolver() {
        @Override
        public String resolveProperty(String name, String value) {
            return Placeholder.isPlaceholder(value) ? Placeholder.parse(value).name() : value;
        }

        @Override
        public Buckets resolveBuckets(Placeholder placeholder) {
            return new Buckets.Count(Integer.parseInt(String.valueOf(placeholder.fallback())));
        }

        @Override
        public String resolveName(Placeholder placeholder) {
            return String.valueOf(placeholder.fallback());
        }
    };

    @Test
    void placeholdersAreReplacedInEveryPosition() {
        CreateTable table = (CreateTable) Sql.parse(TABLE_SQL, RESOLVER);

        assertThat(table.properties())
                .containsExactly(Property.of("replication_num", "replicas"), Property.of("compression", "LZ4"));
        assertThat(table.indexes().get(0).properties()).containsExactly(Property.of("gram_num", "grams"));
        assertThat(Sql.render(table)).contains("BUCKETS 8").doesNotContain("${");
    }

    @Test
    void placeholdersOfUsersAreReplaced() {
        assertThat(Sql.render(Sql.parse("GRANT r TO USER ${reporting_user:reporter@10.%}", RESOLVER)))
                .isEqualTo("GRANT `r` TO USER 'reporter'@'10.%'");
    }

    @Test
    void unresolvedPlaceholdersStayInTheStatement() {
        assertThat(Sql.render(Sql.parse(TABLE_SQL, PlaceholderResolver.KEEP_PLACEHOLDERS)))
                .contains("BUCKETS ${buckets:8}", "\"${replicas:3}\"");
    }
}
