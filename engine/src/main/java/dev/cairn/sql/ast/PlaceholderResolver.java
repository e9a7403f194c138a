package dev.cairn.sql.ast;

/**
 * What stands for what is known only when a statement is run: it is asked for each property and each number of buckets
 * that is a placeholder, while the statement is read.
 */
public interface PlaceholderResolver {
    /** Leaves everything as it was written. */
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

    /** The value of a property, which may be no placeholder at all. */
    String property(String name, String value);

    /** The number that a placeholder stands for. */
    Buckets buckets(Placeholder placeholder);
}
