package dev.cairn.sql.ast;

/**
 * Resolves placeholders whose values are known only when a statement is executed. The parser calls it for each
 * property, and for each number of buckets that is a placeholder.
 */
public interface PlaceholderResolver {
    /** Keeps everything as written. */
    PlaceholderResolver NONE = new PlaceholderResolver() {
        @Override
        public String property(String name, String value) {
            return value;
        }

        @Override
        public Buckets buckets(Placeholder placeholder) {
            return new Buckets.Later(placeholder);
        }
    };

    /** Returns the value of a property; the given value may contain no placeholder. */
    String property(String name, String value);

    /** Returns the number of buckets for a placeholder. */
    Buckets buckets(Placeholder placeholder);
}
