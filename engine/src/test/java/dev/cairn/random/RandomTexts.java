package dev.cairn.random;

import dev.cairn.catalog.InternalCatalog;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.List;

/** Creates ordinary and strange names and texts. */
public final class RandomTexts {
    private static final String[] STRANGE_PIECES = {
        "'",
        "\"",
        "\\",
        "\\\\",
        "''",
        "\"\"",
        "\\'",
        "\n",
        "\r\n",
        "\t",
        "\b",
        "\0",
        "\u001a",
        "\f",
        "\u0001",
        "\u007f",
        "%",
        "_",
        "\\%",
        "\\_",
        "\\n",
        ";",
        "--",
        "/*",
        "*/",
        "#",
        "${x}",
        "${x:1}",
        "$$",
        " ",
        "  ",
        "/",
        "ü",
        "你好",
        "☃",
        "\uD83D\uDE00",
        "\u3000",
        "\u2028",
        "(",
        ")",
        ",",
        "a",
        "B",
        "0",
        "NULL",
        "null",
        "`"
    };

    private final Dice dice;
    private final String catalog;

    public RandomTexts(Dice dice) {
        this(dice, InternalCatalog.NAME);
    }

    /** @param catalog the catalog in all table names that name a catalog */
    RandomTexts(Dice dice, String catalog) {
        this.dice = dice;
        this.catalog = catalog;
    }

    public String text() {
        return dice.pick("", "x", "hello", "2024-01-01", "10", strangeText());
    }

    private String strangeText() {
        return String.join("", dice.list(1, () -> dice.pick(STRANGE_PIECES)));
    }

    public Name name() {
        return new Name(nameText(), dice.coin(), Span.NONE);
    }

    /** Returns a name that is written as a text in quotes. */
    public Name textName() {
        return new Name(text(), dice.pick('\'', '"'), Span.NONE);
    }

    /** Returns the text of a name, without the backquote that no name can contain. */
    public String nameText() {
        return switch (dice.below(4)) {
            case 0 -> dice.pick("a", "k1", "order_id", "Event_Time", "_x", "v");
            case 1 ->
                dice.pick(
                        "select",
                        "TABLE",
                        "date",
                        "Interval",
                        "if",
                        "force",
                        "first",
                        "column",
                        "case",
                        "2x",
                        "1e5",
                        "5");
            case 2 ->
                dice.pick(
                        "my ix",
                        "é",
                        "你好",
                        "\uD83D\uDE00",
                        "a.b",
                        "a-b",
                        "a\nb",
                        "$x",
                        " ",
                        "a'b",
                        "a\"b",
                        "a\\b",
                        "[*]");
            default -> strangeText().replace('`', '´');
        };
    }

    public QualifiedName tableName() {
        return new QualifiedName(dice.oneIn(3) ? dice.list(1, this::name).subList(0, 1) : qualifiedParts());
    }

    private List<Name> qualifiedParts() {
        return dice.coin() ? List.of(name(), name()) : List.of(Name.of(catalog), name(), name());
    }

    public Property property() {
        return Property.of(
                dice.pick("replication_num", "compression", text().trim()), dice.pick("1", "${n:3}", text()));
    }
}
