/**
 * Answers to statements that inspect the server: SHOW, DESC and {@code information_schema}.
 *
 * <p>Start with {@link dev.cairn.embedded.look.ShowStatements} and {@link dev.cairn.embedded.look.InformationSchema},
 * both of which read a {@link dev.cairn.embedded.look.SessionSnapshot}.
 */
@NullMarked
package dev.cairn.embedded.look;

import org.jspecify.annotations.NullMarked;
