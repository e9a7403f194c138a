package dev.cairn.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.model.Declaration;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import org.junit.jupiter.api.Test;

/** Text is taken as it is, wherever it stands. */
class NastyTextTest {
    /** A backquote can be everywhere but in names. */
    private static final String NASTY = "*/ \\u12 {@x} $L \"\"\" \\ ` ${x}\n\t\r'😀🏳️ é \0 ";

    private static final String NASTY_NAME = "*/ \\u12 {@x} $L \"\"\" \\ ${x}\n'😀 é ";

    /** Returns the text as an expression in Java. */
    private static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            literal.append(c < ' ' || c > '~' || c == '"' || c == '\\' ? "\\u%04x".formatted((int) c) : c);
        }
        // what Java reads before anything else must not become a line break or a quote
        return literal.append('"')
                .toString()
                .replace("\\u000a", "\\n")
                .replace("\\u000d", "\\r")
                .replace("\\u0022", "\\\"")
                .replace("\\u005c", "\\\\");
    }

    /** Returns the text as the value of a property, in which <code>${</code> begins a placeholder. */
    private static String escaped(String text) {
        return text.replace("${", "$${");
    }

    private static Declaration read(String source) {
        ReadSources read = ReadSources.of(source.replace("VALUE_OF_NASTY_NAME", literal(escaped(NASTY_NAME)))
                .replace("VALUE_OF_NASTY", literal(escaped(NASTY)))
                .replace("NASTY_NAME", literal(NASTY_NAME))
                .replace("NASTY", literal(NASTY)));
        assertThat(read.findings).isEmpty();
        Declaration declaration = read.declarations.get(0);
        assertThat(Sql.parse(Sql.render(declaration.statement()))).isEqualTo(declaration.statement());
        return declaration;
    }

    @Test
    void inATable() {
        Declaration declaration = read("""
            @Table(name = NASTY_NAME, database = NASTY_NAME, comment = NASTY)
            @PrimaryKey(NASTY_NAME)
            @PartitionByList(value = "a", partitions = @Partition(name = NASTY_NAME, values = "IN ('x')",
                properties = @Property(name = "p", value = VALUE_OF_NASTY)))
            @DistributedByHash(NASTY_NAME)
            @OrderBy(NASTY_NAME)
            @BloomFilter(VALUE_OF_NASTY_NAME)
            @ColocateWith(VALUE_OF_NASTY)
            @Index(name = NASTY_NAME, columns = NASTY_NAME, comment = NASTY)
            @Rollup(name = NASTY_NAME, columns = NASTY_NAME)
            @Property(name = "p", value = VALUE_OF_NASTY)
            @RenamedFrom(NASTY)
            @Allow(NASTY)
            public record Sample(
                @Column(name = NASTY_NAME, comment = NASTY) @RenamedFrom(NASTY) @Default(NASTY) String a) {}
            """);
        CreateTable table = (CreateTable) declaration.statement();
        assertThat(table.name().parts()).extracting("text").containsOnly(NASTY_NAME);
        assertThat(table.comment()).isEqualTo(NASTY);
        assertThat(table.key().columns()).extracting("text").containsExactly(NASTY_NAME);
        assertThat(table.indexes().get(0).name().text()).isEqualTo(NASTY_NAME);
        assertThat(table.indexes().get(0).comment()).isEqualTo(NASTY);
        assertThat(table.rollups().get(0).name().text()).isEqualTo(NASTY_NAME);
        assertThat(table.properties())
                .extracting(Property::value)
                .containsExactly(escaped(NASTY), escaped(NASTY_NAME), escaped(NASTY));
        ColumnDefinition column = table.columns().get(0);
        assertThat(column.name().text()).isEqualTo(NASTY_NAME);
        assertThat(column.comment()).isEqualTo(NASTY);
        assertThat(column.defaultValue()).isEqualTo(new ColumnDefault.TextDefault(NASTY));
        assertThat(declaration.previousName().name()).isEqualTo(NASTY);
        assertThat(declaration.allowedWarnings()).extracting("code").containsExactly(NASTY);
        assertThat(declaration.columns().get(0).previousName().name()).isEqualTo(NASTY);
    }

    @Test
    void inAView() {
        Declaration declaration = read("""
            @View(name = NASTY_NAME, comment = NASTY, query = "SELECT '*/ \\\\\\\\u12 {@x} $L \\"\\"\\" ` \\n 😀 ' AS a ")
            public record Sample(@Column(comment = NASTY) String a) {}
            """);
        CreateView view = (CreateView) declaration.statement();
        assertThat(view.comment()).isEqualTo(NASTY);
        assertThat(view.columns().get(0).comment()).isEqualTo(NASTY);
        assertThat(view.query().text()).isEqualTo("SELECT '*/ \\\\u12 {@x} $L \"\"\" ` \n 😀 ' AS a");
    }

    @Test
    void inAMaterializedView() {
        Declaration declaration = read("""
            @MaterializedView(name = NASTY_NAME, comment = NASTY, query = "SELECT a FROM t")
            @Refresh(mode = MANUAL)
            @PartitionBy(NASTY_NAME)
            @DistributedByHash(NASTY_NAME)
            @Property(name = "p", value = VALUE_OF_NASTY)
            public record Sample(@Column(name = NASTY_NAME) String a) {}
            """);
        CreateMaterializedView view = (CreateMaterializedView) declaration.statement();
        assertThat(view.name().lastPart().text()).isEqualTo(NASTY_NAME);
        assertThat(view.comment()).isEqualTo(NASTY);
        assertThat(view.properties().get(0).value()).isEqualTo(escaped(NASTY));
    }
}
