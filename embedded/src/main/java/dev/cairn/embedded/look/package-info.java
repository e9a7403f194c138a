/**
 * What a session sees of the server: SHOW, DESC and {@code information_schema}.
 *
 * <p>Start at {@link dev.cairn.embedded.look.ShowStatements} and {@link dev.cairn.embedded.look.InformationSchema}, which both
 * look at a {@link dev.cairn.embedded.look.SessionSnapshot}.
 */
@NullMarked
package dev.cairn.embedded.look;

import org.jspecify.annotations.NullMarked;
