package dev.cairn.sql.write;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.StatementForm;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds SQL text, with methods to append names, texts and lists. It quotes and escapes names and texts, so that no
 * writer has to.
 */
public final class SqlTextBuilder {
    private final StringBuilder text = new StringBuilder(256);
    private final StatementForm form;

    public SqlTextBuilder(StatementForm form) {
        this.form = form;
    }

    /** Returns whether the text has the form of SHOW CREATE, rather than the form for migrations. */
    boolean isShowCreateForm() {
        return form != StatementForm.WRITTEN;
    }

    public SqlTextBuilder append(String sql) {
        text.append(sql);
        return this;
    }

    SqlTextBuilder append(long number) {
        text.append(number);
        return this;
    }

    public SqlTextBuilder appendIf(boolean condition, String sql) {
        if (condition) {
            text.append(sql);
        }
        return this;
    }

    /** Returns the last character; a space if the text is still empty. */
    char lastCharacter() {
        return text.length() == 0 ? ' ' : text.charAt(text.length() - 1);
    }

    SqlTextBuilder insertText(int index, String sql) {
        text.insert(index, sql);
        return this;
    }

    int length() {
        return text.length();
    }

    char charAt(int index) {
        return text.charAt(index);
    }

    /**
     * Appends a name in backquotes.
     *
     * @throws IllegalArgumentException if the name contains a backquote, which the server does not allow
     */
    public SqlTextBuilder appendName(Name name) {
        return appendName(name.text());
    }

    /**
     * Appends a name in backquotes. A name can't contain a backquote itself, because the server removes all backquotes
     * when it parses a name.
     */
    SqlTextBuilder appendName(String name) {
        if (name.indexOf('`') >= 0) {
            throw new IllegalArgumentException("A name can't contain a backquote: " + name);
        }
        text.append('`').append(name).append('`');
        return this;
    }

    SqlTextBuilder appendName(QualifiedName name) {
        return appendList(name.parts(), ".", this::appendName);
    }

    /**
     * Appends the name of an index, a partition or a struct field. The server prints it without backquotes, whatever it
     * contains; in the form for migrations, it has backquotes if it needs them.
     */
    SqlTextBuilder appendBareName(String name) {
        return isShowCreateForm() || Name.needsNoBackquotes(name) ? append(name) : appendName(name);
    }

    /** Appends a name, with backquotes if it was written with backquotes or needs them. */
    public SqlTextBuilder appendNameAsWritten(Name name) {
        return name.isQuoted() ? appendName(name.text()) : appendBareName(name.text());
    }

    /** Appends a name that may also be a string. A name that contains a backquote is appended as a string. */
    public SqlTextBuilder appendNameOrText(Name name) {
        if (!name.isStringLiteral() && name.text().indexOf('`') < 0) {
            return appendName(name);
        }
        return appendText(
                name.quote() == '\'' ? QuotingContext.LITERAL : QuotingContext.DOUBLE_QUOTED_LITERAL, name.text());
    }

    /** Appends {@code (`a`, `b`)}. */
    SqlTextBuilder appendNames(List<Name> names) {
        return append("(").appendList(names, ", ", this::appendName).append(")");
    }

    /** Appends {@code TEMPORARY PARTITION (`a`, `b`)}. */
    SqlTextBuilder appendPartitionNames(PartitionNames partitions) {
        return appendIf(partitions.isTemporary(), "TEMPORARY ")
                .append(partitions.names().size() == 1 ? "PARTITION (" : "PARTITIONS (")
                .appendList(partitions.names(), ", ", this::appendNameOrText)
                .append(")");
    }

    /** Appends a text in quotes, with the escapes that its context and the form of the statement require. */
    SqlTextBuilder appendText(QuotingContext context, String value) {
        context.writeText(text, value, form);
        return this;
    }

    /** Appends a string literal in single quotes. */
    public SqlTextBuilder appendLiteral(String value) {
        return appendText(QuotingContext.LITERAL, value);
    }

    /** Appends {@code COMMENT "…"}. */
    SqlTextBuilder appendComment(String comment) {
        return append("COMMENT ").appendText(QuotingContext.COMMENT, comment);
    }

    /** Appends {@code ("a" = "1", "b" = "2")}. */
    SqlTextBuilder appendPropertyList(List<Property> properties) {
        return append("(").appendList(properties, ", ", this::appendProperty).append(")");
    }

    SqlTextBuilder appendProperty(Property property) {
        return appendText(QuotingContext.PROPERTY_NAME, property.name())
                .append(" = ")
                .appendText(QuotingContext.PROPERTY_VALUE, property.value());
    }

    /** Appends the clause PROPERTIES; appends nothing if there are no properties. */
    SqlTextBuilder appendPropertyClause(List<Property> properties) {
        return properties.isEmpty() ? this : append(" PROPERTIES ").appendPropertyList(properties);
    }

    /** Appends the items with the separator between them; the consumer appends each item to this builder. */
    public <T> SqlTextBuilder appendList(List<T> items, String separator, Consumer<T> itemAppender) {
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                text.append(separator);
            }
            itemAppender.accept(items.get(i));
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
