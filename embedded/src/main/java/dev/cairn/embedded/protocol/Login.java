package dev.cairn.embedded.protocol;

import org.jspecify.annotations.Nullable;

/** A client's login: its user name and its proof of the password. */
public final class Login {
    private final String user;
    private final @Nullable String database;
    private final byte[] proof;
    private final byte[] salt;

    Login(LoginRequest request, byte[] salt) {
        this.user = request.user();
        this.database = request.database();
        this.proof = request.proof();
        this.salt = salt;
    }

    public String user() {
        return user;
    }

    /** Returns the initial database of the client; null if it names none. */
    public @Nullable String database() {
        return database;
    }

    public boolean proves(NativePassword password) {
        return password.isProvedBy(proof, salt);
    }

    /** Returns the server's error for a refused login. */
    public Answer.Failure toAccessDeniedFailure() {
        String password = proof.length == 0 ? "NO" : "YES";
        return new Answer.Failure(
                1045, "28000", "Access denied for user '" + user + "' (using password: " + password + ")");
    }
}
