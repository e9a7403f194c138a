/** Tests of HTTP requests, against servers with scripted responses. */
@NullMarked
package dev.cairn.internal.http;

import org.jspecify.annotations.NullMarked;
