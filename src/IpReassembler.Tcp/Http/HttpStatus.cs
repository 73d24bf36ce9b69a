namespace IpReassembler.Tcp;

/// <summary>What an answer begins with (RFC 9110 section 15).</summary>
public enum HttpStatus
{
    /// <summary>Here it is.</summary>
    Ok = 200,

    /// <summary>That is no request.</summary>
    BadRequest = 400,

    /// <summary>There is nothing of this name.</summary>
    NotFound = 404,

    /// <summary>A method that exists, but not for what is here.</summary>
    MethodNotAllowed = 405,

    /// <summary>The target is longer than any that could be here.</summary>
    UriTooLong = 414,

    /// <summary>The head is longer than is read.</summary>
    FieldsTooLarge = 431,

    /// <summary>The content cannot be asked how long it is.</summary>
    InternalServerError = 500,

    /// <summary>A method nobody here knows.</summary>
    NotImplemented = 501,

    /// <summary>A version other than 1.0 and 1.1.</summary>
    VersionNotSupported = 505,
}
