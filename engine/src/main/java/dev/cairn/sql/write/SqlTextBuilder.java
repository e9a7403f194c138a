package dev.cairn.sql.write;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.ReservedWords;
import dev.cairn.sql.ast.StatementForm;
import java.util.List;
import java.util.function.BiConsumer;

/** A text in the making, and the ways in which names, texts and lists get into it. */
public final class SqlTextBuilder {
    private final StringBuilder text = new StringBuilder(256);
    private final StatementForm form;

    public SqlTextBuilder(StatementForm form) {
        this.form = form;
    }

    boolean shown() {
        return form == StatementForm.SHOWN;
    }

    SqlTextBuilder put(String words) {
        text.append(words);
        return this;
    }

    SqlTextBuilder put(long number) {
        text.append(number);
        return this;
    }

    SqlTextBuilder put(boolean condition, String words) {
        if (condition) {
            text.append(words);
        }
        return this;
    }

    char last() {
        return text.length() == 0 ? ' ' : text.charAt(text.length() - 1);
    }

    SqlTextBuilder insert(int index, String words) {
        text.insert(index, words);
        return this;
    }

    int length() {
        return text.length();
    }

    char at(int index) {
        return text.charAt(index);
    }

    /** In backquotes. */
    SqlTextBuilder name(Name name) {
        return name(name.text());
    }

    /** In backquotes. No name can hold a backquote itself: the server drops each when it reads one. */
    SqlTextBuilder name(String name) {
        if (name.indexOf('`') >= 0) {
            throw new IllegalArgumentException("No name can hold a backquote: " + name);
        }
        text.append('`').append(name).append('`');
        return this;
    }

    SqlTextBuilder name(QualifiedName name) {
        return list(name.parts(), ".", SqlTextBuilder::name);
    }

    /** Indexes, partitions and struct fields, which the server prints without backquotes, whatever they are. */
    SqlTextBuilder bareName(String name) {
        return shown() || ReservedWords.isPlainName(name) ? put(name) : name(name);
    }

    /** With backquotes where it was written with them, or can't do without. */
    SqlTextBuilder nameAsWritten(Name name) {
        return name.quoted() ? name(name.text()) : bareName(name.text());
    }

    /** A name that may also be a text, as which alone it can hold backquotes. */
    SqlTextBuilder nameOrText(Name name) {
        if (!name.isText() && name.text().indexOf('`') < 0) {
            return name(name);
        }
        return text(name.quote() == '\'' ? QuotingContext.LITERAL : QuotingContext.QUOTED_LITERAL, name.text());
    }

    /** {@code (`a`, `b`)}. */
    SqlTextBuilder names(List<Name> names) {
        return put("(").list(names, ", ", SqlTextBuilder::name).put(")");
    }

    SqlTextBuilder text(QuotingContext place, String value) {
        place.write(text, value, form);
        return this;
    }

    /** {@code COMMENT "…"}. */
    SqlTextBuilder comment(String comment) {
        return put("COMMENT ").text(QuotingContext.COMMENT, comment);
    }

    /** {@code ("a" = "1", "b" = "2")}. */
    SqlTextBuilder propertyList(List<Property> properties) {
        return put("(").list(properties, ", ", SqlTextBuilder::property).put(")");
    }

    SqlTextBuilder property(Property property) {
        return text(QuotingContext.PROPERTY_NAME, property.name())
                .put(" = ")
                .text(QuotingContext.PROPERTY_VALUE, property.value());
    }

    /** Nothing where there are none. */
    SqlTextBuilder propertiesBehind(List<Property> properties) {
        return properties.isEmpty() ? this : put(" PROPERTIES ").propertyList(properties);
    }

    <T> SqlTextBuilder list(List<T> items, String separator, BiConsumer<SqlTextBuilder, T> each) {
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                text.append(separator);
            }
            each.accept(this, items.get(i));
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
