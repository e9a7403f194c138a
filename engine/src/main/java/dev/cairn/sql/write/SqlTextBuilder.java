package dev.cairn.sql.write;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.StatementForm;
import java.util.List;
import java.util.function.Consumer;

/** Builds SQL text, with methods to append names, texts and lists. */
public final class SqlTextBuilder {
    private final StringBuilder text = new StringBuilder(256);
    private final StatementForm form;

    public SqlTextBuilder(StatementForm form) {
        this.form = form;
    }

    boolean isAsShown() {
        return form != StatementForm.WRITTEN;
    }

    public SqlTextBuilder put(String part) {
        text.append(part);
        return this;
    }

    SqlTextBuilder put(long number) {
        text.append(number);
        return this;
    }

    public SqlTextBuilder put(boolean condition, String part) {
        if (condition) {
            text.append(part);
        }
        return this;
    }

    char last() {
        return text.length() == 0 ? ' ' : text.charAt(text.length() - 1);
    }

    SqlTextBuilder insert(int index, String part) {
        text.insert(index, part);
        return this;
    }

    int length() {
        return text.length();
    }

    char charAt(int index) {
        return text.charAt(index);
    }

    /** Appends a name in backquotes. */
    public SqlTextBuilder name(Name name) {
        return name(name.text());
    }

    /**
     * Appends a name in backquotes. A name can't contain a backquote itself, because the server removes all of them
     * when parsing.
     */
    SqlTextBuilder name(String name) {
        if (name.indexOf('`') >= 0) {
            throw new IllegalArgumentException("No name can hold a backquote: " + name);
        }
        text.append('`').append(name).append('`');
        return this;
    }

    SqlTextBuilder name(QualifiedName name) {
        return list(name.parts(), ".", this::name);
    }

    /**
     * Appends the name of an index, a partition or a struct field, which the server prints without backquotes, whatever
     * it contains.
     */
    SqlTextBuilder bareName(String name) {
        return isAsShown() || Name.isPlain(name) ? put(name) : name(name);
    }

    /** Appends a name with backquotes if it was written with them or needs them. */
    public SqlTextBuilder nameAsWritten(Name name) {
        return name.isQuoted() ? name(name.text()) : bareName(name.text());
    }

    /** Appends a name that may also be a string; only a string can contain backquotes. */
    public SqlTextBuilder nameOrText(Name name) {
        if (!name.isText() && name.text().indexOf('`') < 0) {
            return name(name);
        }
        return text(name.quote() == '\'' ? QuotingContext.LITERAL : QuotingContext.QUOTED_LITERAL, name.text());
    }

    /** Appends {@code (`a`, `b`)}. */
    SqlTextBuilder names(List<Name> names) {
        return put("(").list(names, ", ", this::name).put(")");
    }

    /** Appends {@code TEMPORARY PARTITION (`a`, `b`)}. */
    SqlTextBuilder partitionNames(PartitionNames partitions) {
        return put(partitions.temporary(), "TEMPORARY ")
                .put(partitions.names().size() == 1 ? "PARTITION (" : "PARTITIONS (")
                .list(partitions.names(), ", ", this::nameOrText)
                .put(")");
    }

    SqlTextBuilder text(QuotingContext place, String value) {
        place.write(text, value, form);
        return this;
    }

    /** Appends a string literal in single quotes. */
    public SqlTextBuilder literal(String value) {
        return text(QuotingContext.LITERAL, value);
    }

    /** Appends {@code COMMENT "…"}. */
    SqlTextBuilder comment(String comment) {
        return put("COMMENT ").text(QuotingContext.COMMENT, comment);
    }

    /** Appends {@code ("a" = "1", "b" = "2")}. */
    SqlTextBuilder propertyList(List<Property> properties) {
        return put("(").list(properties, ", ", this::property).put(")");
    }

    SqlTextBuilder property(Property property) {
        return text(QuotingContext.PROPERTY_NAME, property.name())
                .put(" = ")
                .text(QuotingContext.PROPERTY_VALUE, property.value());
    }

    /** Appends the clause PROPERTIES; appends nothing if there are no properties. */
    SqlTextBuilder propertiesBehind(List<Property> properties) {
        return properties.isEmpty() ? this : put(" PROPERTIES ").propertyList(properties);
    }

    public <T> SqlTextBuilder list(List<T> items, String separator, Consumer<T> each) {
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                text.append(separator);
            }
            each.accept(items.get(i));
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
