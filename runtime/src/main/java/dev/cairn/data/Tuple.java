package dev.cairn.data;

import org.jspecify.annotations.Nullable;

/** The values of a row of a {@link Projection} of two to eight columns. */
public sealed interface Tuple {
    /** The values of a row of two columns. */
    record Tuple2<T1 extends @Nullable Object, T2 extends @Nullable Object>(T1 first, T2 second) implements Tuple {}

    /** The values of a row of three columns. */
    record Tuple3<T1 extends @Nullable Object, T2 extends @Nullable Object, T3 extends @Nullable Object>(
            T1 first, T2 second, T3 third) implements Tuple {}

    /** The values of a row of four columns. */
    record Tuple4<
                    T1 extends @Nullable Object,
                    T2 extends @Nullable Object,
                    T3 extends @Nullable Object,
                    T4 extends @Nullable Object>(
            T1 first, T2 second, T3 third, T4 fourth) implements Tuple {}

    /** The values of a row of five columns. */
    record Tuple5<
                    T1 extends @Nullable Object,
                    T2 extends @Nullable Object,
                    T3 extends @Nullable Object,
                    T4 extends @Nullable Object,
                    T5 extends @Nullable Object>(
            T1 first, T2 second, T3 third, T4 fourth, T5 fifth) implements Tuple {}

    /** The values of a row of six columns. */
    record Tuple6<
                    T1 extends @Nullable Object,
                    T2 extends @Nullable Object,
                    T3 extends @Nullable Object,
                    T4 extends @Nullable Object,
                    T5 extends @Nullable Object,
                    T6 extends @Nullable Object>(
            T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth) implements Tuple {}

    /** The values of a row of seven columns. */
    record Tuple7<
                    T1 extends @Nullable Object,
                    T2 extends @Nullable Object,
                    T3 extends @Nullable Object,
                    T4 extends @Nullable Object,
                    T5 extends @Nullable Object,
                    T6 extends @Nullable Object,
                    T7 extends @Nullable Object>(
            T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth, T7 seventh) implements Tuple {}

    /** The values of a row of eight columns. */
    record Tuple8<
                    T1 extends @Nullable Object,
                    T2 extends @Nullable Object,
                    T3 extends @Nullable Object,
                    T4 extends @Nullable Object,
                    T5 extends @Nullable Object,
                    T6 extends @Nullable Object,
                    T7 extends @Nullable Object,
                    T8 extends @Nullable Object>(
            T1 first, T2 second, T3 third, T4 fourth, T5 fifth, T6 sixth, T7 seventh, T8 eighth) implements Tuple {}
}
