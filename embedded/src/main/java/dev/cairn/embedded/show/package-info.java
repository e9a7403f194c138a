/**
 * Answers to statements that inspect the server: SHOW, DESC and {@code information_schema}.
 *
 * <p>Start with {@link dev.cairn.embedded.show.ShowListings} and {@link dev.cairn.embedded.show.InformationSchema},
 * which both read a {@link dev.cairn.embedded.show.SessionSnapshot}.
 */
@NullMarked
package dev.cairn.embedded.show;

import org.jspecify.annotations.NullMarked;
