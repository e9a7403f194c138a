package dev.cairn.embedded.protocol;

import org.jspecify.annotations.Nullable;

/** A client's login: its user name and its proof of the password. */
public final class Login {
    private final String userName;
    private final @Nullable String databaseName;
    private final byte[] authResponse;
    private final byte[] salt;

    Login(LoginRequest request, byte[] salt) {
        this.userName = request.userName();
        this.databaseName = request.databaseName();
        this.authResponse = request.authResponse();
        this.salt = salt;
    }

    public String userName() {
        return userName;
    }

    /** Returns the initial database of the client; null if it names none. */
    public @Nullable String databaseName() {
        return databaseName;
    }

    /** Returns whether the client has proved that it knows the password. */
    public boolean proves(NativePasswordHash password) {
        return password.isProvenBy(authResponse, salt);
    }

    /** Returns the server's error for a refused login. */
    public Answer.Failure toAccessDeniedFailure() {
        String password = authResponse.length == 0 ? "NO" : "YES";
        return new Answer.Failure(
                1045, "28000", "Access denied for user '" + userName + "' (using password: " + password + ")");
    }
}
