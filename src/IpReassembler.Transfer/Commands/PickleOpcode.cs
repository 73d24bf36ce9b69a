namespace IpReassembler.Transfer;

/// <summary>The opcodes of Python's pickle format, protocols 0 to 5, named as its <c>pickletools</c> module names them.</summary>
internal enum PickleOpcode : byte
{
    /// <summary><c>(</c></summary>
    Mark = (byte)'(',

    /// <summary><c>.</c>, the end of every pickle</summary>
    Stop = (byte)'.',

    /// <summary><c>0</c></summary>
    Pop = (byte)'0',

    /// <summary><c>1</c></summary>
    PopMark = (byte)'1',

    /// <summary><c>2</c></summary>
    Dup = (byte)'2',

    /// <summary><c>F</c></summary>
    Float = (byte)'F',

    /// <summary><c>I</c></summary>
    Int = (byte)'I',

    /// <summary><c>J</c></summary>
    Binint = (byte)'J',

    /// <summary><c>K</c></summary>
    Binint1 = (byte)'K',

    /// <summary><c>L</c></summary>
    Long = (byte)'L',

    /// <summary><c>M</c></summary>
    Binint2 = (byte)'M',

    /// <summary><c>N</c></summary>
    None = (byte)'N',

    /// <summary><c>P</c></summary>
    Persid = (byte)'P',

    /// <summary><c>Q</c></summary>
    Binpersid = (byte)'Q',

    /// <summary><c>R</c>, which calls what was named</summary>
    Reduce = (byte)'R',

    /// <summary><c>S</c></summary>
    String = (byte)'S',

    /// <summary><c>T</c></summary>
    Binstring = (byte)'T',

    /// <summary><c>U</c></summary>
    ShortBinstring = (byte)'U',

    /// <summary><c>V</c></summary>
    Unicode = (byte)'V',

    /// <summary><c>X</c></summary>
    Binunicode = (byte)'X',

    /// <summary><c>a</c></summary>
    Append = (byte)'a',

    /// <summary><c>b</c></summary>
    Build = (byte)'b',

    /// <summary><c>c</c>, which names a class or a function</summary>
    Global = (byte)'c',

    /// <summary><c>d</c></summary>
    Dict = (byte)'d',

    /// <summary><c>}</c></summary>
    EmptyDict = (byte)'}',

    /// <summary><c>e</c></summary>
    Appends = (byte)'e',

    /// <summary><c>g</c></summary>
    Get = (byte)'g',

    /// <summary><c>h</c></summary>
    Binget = (byte)'h',

    /// <summary><c>i</c></summary>
    Inst = (byte)'i',

    /// <summary><c>j</c></summary>
    LongBinget = (byte)'j',

    /// <summary><c>l</c></summary>
    List = (byte)'l',

    /// <summary><c>]</c></summary>
    EmptyList = (byte)']',

    /// <summary><c>o</c></summary>
    Obj = (byte)'o',

    /// <summary><c>p</c></summary>
    Put = (byte)'p',

    /// <summary><c>q</c></summary>
    Binput = (byte)'q',

    /// <summary><c>r</c></summary>
    LongBinput = (byte)'r',

    /// <summary><c>s</c></summary>
    Setitem = (byte)'s',

    /// <summary><c>t</c></summary>
    Tuple = (byte)'t',

    /// <summary><c>)</c></summary>
    EmptyTuple = (byte)')',

    /// <summary><c>u</c></summary>
    Setitems = (byte)'u',

    /// <summary><c>G</c></summary>
    Binfloat = (byte)'G',

    /// <summary>Protocol 2 and above; its argument is the protocol.</summary>
    Proto = 0x80,

    /// <summary>Protocol 2</summary>
    Newobj = 0x81,

    /// <summary>Protocol 2</summary>
    Ext1 = 0x82,

    /// <summary>Protocol 2</summary>
    Ext2 = 0x83,

    /// <summary>Protocol 2</summary>
    Ext4 = 0x84,

    /// <summary>Protocol 2</summary>
    Tuple1 = 0x85,

    /// <summary>Protocol 2</summary>
    Tuple2 = 0x86,

    /// <summary>Protocol 2</summary>
    Tuple3 = 0x87,

    /// <summary>Protocol 2</summary>
    Newtrue = 0x88,

    /// <summary>Protocol 2</summary>
    Newfalse = 0x89,

    /// <summary>Protocol 2</summary>
    Long1 = 0x8A,

    /// <summary>Protocol 2</summary>
    Long4 = 0x8B,

    /// <summary>Protocol 3</summary>
    Binbytes = (byte)'B',

    /// <summary>Protocol 3</summary>
    ShortBinbytes = (byte)'C',

    /// <summary>Protocol 4</summary>
    ShortBinunicode = 0x8C,

    /// <summary>Protocol 4</summary>
    Binunicode8 = 0x8D,

    /// <summary>Protocol 4</summary>
    Binbytes8 = 0x8E,

    /// <summary>Protocol 4</summary>
    EmptySet = 0x8F,

    /// <summary>Protocol 4</summary>
    Additems = 0x90,

    /// <summary>Protocol 4</summary>
    Frozenset = 0x91,

    /// <summary>Protocol 4</summary>
    NewobjEx = 0x92,

    /// <summary>Protocol 4, which names a class or a function</summary>
    StackGlobal = 0x93,

    /// <summary>Protocol 4</summary>
    Memoize = 0x94,

    /// <summary>Protocol 4</summary>
    Frame = 0x95,

    /// <summary>Protocol 5</summary>
    Bytearray8 = 0x96,

    /// <summary>Protocol 5</summary>
    NextBuffer = 0x97,

    /// <summary>Protocol 5</summary>
    ReadonlyBuffer = 0x98,
}
