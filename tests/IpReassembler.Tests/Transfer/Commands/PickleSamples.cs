namespace IpReassembler.Tests.Transfer;

/// <summary>Pickles as Python 3 writes them, spelled as Python spells bytes, and the values as Python shows them.</summary>
internal static class PickleSamples
{
    /// <summary>Protocol, bytes, value.</summary>
    public static TheoryData<int, string, string> All => new()
    {
        { 0, @"(lp0\nVARQUIVO\np1\naVnotas.txt\np2\na.", @"['ARQUIVO', 'notas.txt']" },
        { 1, @"]q\x00(X\x07\x00\x00\x00ARQUIVOq\x01X\x09\x00\x00\x00notas.txtq\x02e.", @"['ARQUIVO', 'notas.txt']" },
        { 2, @"\x80\x02]q\x00(X\x07\x00\x00\x00ARQUIVOq\x01X\x09\x00\x00\x00notas.txtq\x02e.", @"['ARQUIVO', 'notas.txt']" },
        { 3, @"\x80\x03]q\x00(X\x07\x00\x00\x00ARQUIVOq\x01X\x09\x00\x00\x00notas.txtq\x02e.", @"['ARQUIVO', 'notas.txt']" },
        { 4, @"\x80\x04\x95\x1b\x00\x00\x00\x00\x00\x00\x00]\x94(\x8c\x07ARQUIVO\x94\x8c\x09notas.txt\x94e.", @"['ARQUIVO', 'notas.txt']" },
        { 5, @"\x80\x05\x95\x1b\x00\x00\x00\x00\x00\x00\x00]\x94(\x8c\x07ARQUIVO\x94\x8c\x09notas.txt\x94e.", @"['ARQUIVO', 'notas.txt']" },
        { 0, @"(lp0\nVLISTAR\np1\naNa.", @"['LISTAR', None]" },
        { 1, @"]q\x00(X\x06\x00\x00\x00LISTARq\x01Ne.", @"['LISTAR', None]" },
        { 2, @"\x80\x02]q\x00(X\x06\x00\x00\x00LISTARq\x01Ne.", @"['LISTAR', None]" },
        { 3, @"\x80\x03]q\x00(X\x06\x00\x00\x00LISTARq\x01Ne.", @"['LISTAR', None]" },
        { 4, @"\x80\x04\x95\x0f\x00\x00\x00\x00\x00\x00\x00]\x94(\x8c\x06LISTAR\x94Ne.", @"['LISTAR', None]" },
        { 5, @"\x80\x05\x95\x0f\x00\x00\x00\x00\x00\x00\x00]\x94(\x8c\x06LISTAR\x94Ne.", @"['LISTAR', None]" },
        { 0, @"(lp0\nV\\u005c\xe9\\u20ac\\U0001f600\\u000a\np1\naI01\naI00\naI0\naI-1\naI255\naI65535\naI2147483647\naI-2147483648\naL2147483648L\naL-1180591620717411303424L\na(ta(I1\ntp2\na(I1\nI2\ntp3\na(I1\nI2\nI3\ntp4\na(I1\nI2\nI3\nI4\ntp5\na(lp6\na(lp7\n(lp8\nNaaa.", @"['\\é€😀\n', True, False, 0, -1, 255, 65535, 2147483647, -2147483648, 2147483648, -1180591620717411303424, (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [[None]]]" },
        { 1, @"]q\x00(X\x0b\x00\x00\x00\\\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\nq\x01I01\nI00\nK\x00J\xff\xff\xff\xffK\xffM\xff\xffJ\xff\xff\xff\x7fJ\x00\x00\x00\x80L2147483648L\nL-1180591620717411303424L\n)(K\x01tq\x02(K\x01K\x02tq\x03(K\x01K\x02K\x03tq\x04(K\x01K\x02K\x03K\x04tq\x05]q\x06]q\x07]q\x08Naae.", @"['\\é€😀\n', True, False, 0, -1, 255, 65535, 2147483647, -2147483648, 2147483648, -1180591620717411303424, (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [[None]]]" },
        { 2, @"\x80\x02]q\x00(X\x0b\x00\x00\x00\\\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\nq\x01\x88\x89K\x00J\xff\xff\xff\xffK\xffM\xff\xffJ\xff\xff\xff\x7fJ\x00\x00\x00\x80\x8a\x05\x00\x00\x00\x80\x00\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\xc0)K\x01\x85q\x02K\x01K\x02\x86q\x03K\x01K\x02K\x03\x87q\x04(K\x01K\x02K\x03K\x04tq\x05]q\x06]q\x07]q\x08Naae.", @"['\\é€😀\n', True, False, 0, -1, 255, 65535, 2147483647, -2147483648, 2147483648, -1180591620717411303424, (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [[None]]]" },
        { 3, @"\x80\x03]q\x00(X\x0b\x00\x00\x00\\\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\nq\x01\x88\x89K\x00J\xff\xff\xff\xffK\xffM\xff\xffJ\xff\xff\xff\x7fJ\x00\x00\x00\x80\x8a\x05\x00\x00\x00\x80\x00\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\xc0)K\x01\x85q\x02K\x01K\x02\x86q\x03K\x01K\x02K\x03\x87q\x04(K\x01K\x02K\x03K\x04tq\x05]q\x06]q\x07]q\x08Naae.", @"['\\é€😀\n', True, False, 0, -1, 255, 65535, 2147483647, -2147483648, 2147483648, -1180591620717411303424, (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [[None]]]" },
        { 4, @"\x80\x04\x95d\x00\x00\x00\x00\x00\x00\x00]\x94(\x8c\x0b\\\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\n\x94\x88\x89K\x00J\xff\xff\xff\xffK\xffM\xff\xffJ\xff\xff\xff\x7fJ\x00\x00\x00\x80\x8a\x05\x00\x00\x00\x80\x00\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\xc0)K\x01\x85\x94K\x01K\x02\x86\x94K\x01K\x02K\x03\x87\x94(K\x01K\x02K\x03K\x04t\x94]\x94]\x94]\x94Naae.", @"['\\é€😀\n', True, False, 0, -1, 255, 65535, 2147483647, -2147483648, 2147483648, -1180591620717411303424, (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [[None]]]" },
        { 5, @"\x80\x05\x95d\x00\x00\x00\x00\x00\x00\x00]\x94(\x8c\x0b\\\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\n\x94\x88\x89K\x00J\xff\xff\xff\xffK\xffM\xff\xffJ\xff\xff\xff\x7fJ\x00\x00\x00\x80\x8a\x05\x00\x00\x00\x80\x00\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\xc0)K\x01\x85\x94K\x01K\x02\x86\x94K\x01K\x02K\x03\x87\x94(K\x01K\x02K\x03K\x04t\x94]\x94]\x94]\x94Naae.", @"['\\é€😀\n', True, False, 0, -1, 255, 65535, 2147483647, -2147483648, 2147483648, -1180591620717411303424, (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [[None]]]" },
        { 3, @"\x80\x03X\x05\x00\x00\x00a.binq\x00C\x03\x00\xff'q\x01\x86q\x02.", @"('a.bin', b""\x00\xff'"")" },
        { 4, @"\x80\x04\x95\x11\x00\x00\x00\x00\x00\x00\x00\x8c\x05a.bin\x94C\x03\x00\xff'\x94\x86\x94.", @"('a.bin', b""\x00\xff'"")" },
        { 5, @"\x80\x05\x95\x11\x00\x00\x00\x00\x00\x00\x00\x8c\x05a.bin\x94C\x03\x00\xff'\x94\x86\x94.", @"('a.bin', b""\x00\xff'"")" },
        { 0, @"(lp0\n(lp1\nVx\np2\naag1\na(lp3\ng1\naa.", @"[['x'], ['x'], [['x']]]" },
        { 1, @"]q\x00(]q\x01X\x01\x00\x00\x00xq\x02ah\x01]q\x03h\x01ae.", @"[['x'], ['x'], [['x']]]" },
        { 2, @"\x80\x02]q\x00(]q\x01X\x01\x00\x00\x00xq\x02ah\x01]q\x03h\x01ae.", @"[['x'], ['x'], [['x']]]" },
        { 3, @"\x80\x03]q\x00(]q\x01X\x01\x00\x00\x00xq\x02ah\x01]q\x03h\x01ae.", @"[['x'], ['x'], [['x']]]" },
        { 4, @"\x80\x04\x95\x13\x00\x00\x00\x00\x00\x00\x00]\x94(]\x94\x8c\x01x\x94ah\x01]\x94h\x01ae.", @"[['x'], ['x'], [['x']]]" },
        { 5, @"\x80\x05\x95\x13\x00\x00\x00\x00\x00\x00\x00]\x94(]\x94\x8c\x01x\x94ah\x01]\x94h\x01ae.", @"[['x'], ['x'], [['x']]]" },
    };

    /// <summary>The bytes of a literal with <c>\n</c>, <c>\\</c> and <c>\xNN</c> in it.</summary>
    public static byte[] Bytes(string literal)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < literal.Length; i++)
        {
            if (literal[i] != '\\')
            {
                bytes.Add((byte)literal[i]);
            }
            else if (literal[++i] == 'x')
            {
                bytes.Add(Convert.ToByte(literal.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.Add((byte)(literal[i] == 'n' ? '\n' : literal[i]));
            }
        }

        return [.. bytes];
    }
}
