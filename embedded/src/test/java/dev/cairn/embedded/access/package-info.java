/**
 * Answers of real servers to statements about users, roles and privileges, and of restricted users, compared with the
 * embedded server.
 */
@NullMarked
package dev.cairn.embedded.access;

import org.jspecify.annotations.NullMarked;
