package dev.cairn.sql.write;

import dev.cairn.sql.ast.Form;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Words;
import java.util.List;
import java.util.function.BiConsumer;

/** A text in the making, and the ways in which names, texts and lists get into it. */
public final class Writer {
    private final StringBuilder text = new StringBuilder(256);
    private final Form form;

    public Writer(Form form) {
        this.form = form;
    }

    boolean shown() {
        return form == Form.SHOWN;
    }

    Writer put(String words) {
        text.append(words);
        return this;
    }

    Writer put(long number) {
        text.append(number);
        return this;
    }

    Writer put(boolean condition, String words) {
        if (condition) {
            text.append(words);
        }
        return this;
    }

    char last() {
        return text.length() == 0 ? ' ' : text.charAt(text.length() - 1);
    }

    Writer insert(int index, String words) {
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
    Writer name(Name name) {
        return name(name.text());
    }

    /** In backquotes. No name can hold a backquote itself: the server drops each when it reads one. */
    Writer name(String name) {
        if (name.indexOf('`') >= 0) {
            throw new IllegalArgumentException("No name can hold a backquote: " + name);
        }
        text.append('`').append(name).append('`');
        return this;
    }

    Writer name(QualifiedName name) {
        return list(name.parts(), ".", Writer::name);
    }

    /** Indexes, partitions and struct fields, which the server prints without backquotes, whatever they are. */
    Writer bareName(String name) {
        return shown() || Words.isPlainName(name) ? put(name) : name(name);
    }

    /** With backquotes where it was written with them, or can't do without. */
    Writer nameAsWritten(Name name) {
        return name.quoted() ? name(name.text()) : bareName(name.text());
    }

    /** A name that may also be a text, as which alone it can hold backquotes. */
    Writer nameOrText(Name name) {
        if (!name.isText() && name.text().indexOf('`') < 0) {
            return name(name);
        }
        return text(name.quote() == '\'' ? TextPlace.LITERAL : TextPlace.QUOTED_LITERAL, name.text());
    }

    /** {@code (`a`, `b`)}. */
    Writer names(List<Name> names) {
        return put("(").list(names, ", ", Writer::name).put(")");
    }

    Writer text(TextPlace place, String value) {
        place.write(text, value, form);
        return this;
    }

    /** {@code COMMENT "…"}. */
    Writer comment(String comment) {
        return put("COMMENT ").text(TextPlace.COMMENT, comment);
    }

    /** {@code ("a" = "1", "b" = "2")}. */
    Writer propertyList(List<Property> properties) {
        return put("(").list(properties, ", ", Writer::property).put(")");
    }

    Writer property(Property property) {
        return text(TextPlace.PROPERTY_NAME, property.name())
                .put(" = ")
                .text(TextPlace.PROPERTY_VALUE, property.value());
    }

    /** Nothing where there are none. */
    Writer propertiesBehind(List<Property> properties) {
        return properties.isEmpty() ? this : put(" PROPERTIES ").propertyList(properties);
    }

    <T> Writer list(List<T> items, String separator, BiConsumer<Writer, T> each) {
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
