"""A workbook with everything in it that an office leaves in one: none of it may change in a correction."""

# ruff: noqa: E501 - what belongs together in the XML stands in one line

from __future__ import annotations

import base64

from packages import MAIN, RELATION, TYPES, parts_of_workbook

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"

SHEET = (
    '<sheetPr codeName="Sheet1"><tabColor rgb="FFFF0000"/></sheetPr><dimension ref="A1:J24"/>'
    '<sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="14.25"/>'
    '<cols><col min="1" max="1" width="20" customWidth="1"/><col min="8" max="8" width="9" style="1" customWidth="1"/></cols>'
    '<sheetData><row r="13" spans="1:8" ht="30" customHeight="1"><c r="A13" t="inlineStr"><is><t>数量指标</t></is></c>'
    '<c r="G13"><v>10</v></c><c r="H13" s="1"><v>5</v></c></row>\n'
    '<row r="14" spans="1:8"><c r="G14"><v>10</v></c><c r="H14" s="1"><f t="shared" ref="H14:H16" si="0">G14*0.5</f><v>5</v></c></row>'
    '<row r="15" spans="1:8"><c r="G15"><v>20</v></c><c r="H15" s="1"><f t="shared" si="0"/><v>10</v></c></row>'
    '<row r="16" spans="1:8"><c r="G16"><v>30</v></c><c r="H16" s="1"><f t="shared" si="0"/><v>15</v></c></row>'
    '<row r="17" s="2" customFormat="1" spans="1:8"><c r="G17" t="inlineStr"><is><t>8分</t></is></c></row>'
    '<row r="20" spans="1:8"><c r="G20"><f t="array" ref="G20:G21">G13:G14*2</f><v>20</v></c></row>'
    '<row r="21"><c r="G21"><v>20</v></c></row>'
    '<row r="24" spans="1:8"><c r="A24" t="inlineStr"><is><t>总分</t></is></c>'
    '<c r="H24" s="1"><f>SUM(H13:H16)</f><v>35</v></c></row></sheetData>'
    '<sheetProtection sheet="1" objects="1" scenarios="1"/>'
    '<mergeCells count="2"><mergeCell ref="A24:F24"/><mergeCell ref="H17:J18"/></mergeCells>'
    '<conditionalFormatting sqref="H13:H24"><cfRule type="cellIs" priority="1" operator="lessThan">'
    "<formula>60</formula></cfRule></conditionalFormatting>"
    '<dataValidations count="1"><dataValidation type="list" sqref="F13"><formula1>"优,良"</formula1></dataValidation>'
    '</dataValidations><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="portrait" r:id="rId2"/><headerFooter><oddFooter>&amp;C第&amp;P页</oddFooter></headerFooter>'
    '<drawing r:id="rId1"/><legacyDrawing r:id="rId3"/>'
    f'<extLst><ext xmlns:x14="{_X14}" uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}"><x14:sparklineGroups>'
    '<x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    'H13:H16</xm:f><xm:sqref xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">K13</xm:sqref></x14:sparkline>'
    "</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)
OTHER = (
    '<sheetData><row r="1"><c r="A1"><f>表1!H24*2</f><v>70</v></c><c r="B1"><f>A1+1</f><v>71</v></c></row></sheetData>'
)

COMMENTS = (
    f'<comments xmlns="{MAIN}"><authors><author>张三</author><author>tc={{0}}</author></authors><commentList>'
    '<comment ref="H13" authorId="0"><text><r><rPr><b/></rPr><t>张三:</t></r>'
    '<r><t xml:space="preserve">\n按实际数填写</t></r></text></comment>'
    '<comment ref="H15" authorId="1"><text><t>[线程批注]</t></text></comment></commentList></comments>'
)
DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml"\n xmlns:o="urn:schemas-microsoft-com:office:office"\n'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">\n <o:shapelayout v:ext="edit">\n'
    '  <o:idmap v:ext="edit" data="3"/>\n </o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600"\n'
    '  o:spt="202" path="m,l,21600r21600,l21600,xe">\n </v:shapetype>'
    '<v:shape id="_x0000_s3073" type="#_x0000_t202" style=\'position:absolute;\n'
    "  margin-left:59.25pt;margin-top:1.5pt;width:96pt;height:27pt;z-index:1;\n  visibility:hidden'>\n"
    '  <v:textbox><font face="宋体">按<br>实际</font></v:textbox><x:ClientData ObjectType="Note">\n'
    "   <x:MoveWithCells/>\n   <x:Anchor>\n    8, 15, 11, 10, 10, 1, 13, 8</x:Anchor>\n   <x:Row>12</x:Row>\n"
    "   <x:Column>7</x:Column>\n  </x:ClientData>\n </v:shape></xml>"
)


def full_workbook() -> dict[str, str | bytes]:
    """Give its parts."""
    parts = parts_of_workbook(SHEET, OTHER)
    parts["xl/workbook.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<workbook xmlns="{MAIN}" xmlns:r="{RELATION}" '
        f'xmlns:mc="{_MC}" mc:Ignorable="x15" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">'
        '<workbookPr codeName="ThisWorkbook"/><workbookProtection lockStructure="1"/><bookViews><workbookView/></bookViews>'
        '<sheets><sheet name="表1" sheetId="4" r:id="rId1"/><sheet name="2023年\'表" sheetId="7" r:id="rId2"/></sheets>'
        "<definedNames><definedName name=\"_xlnm.Print_Area\" localSheetId=\"1\">'2023年''表'!$A$1:$B$2</definedName>"
        '</definedNames><calcPr calcId="191029"/></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        f'<Relationship Id="rId8" Type="{RELATION}/calcChain" Target="calcChain.xml"/>'
        '<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
        "</Relationships>",
    )
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace(
        "</Relationships>",
        f'<Relationship Id="rId2" Type="{RELATION}/extended-properties" Target="docProps/app.xml"/></Relationships>',
    )
    parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace(
        "</Types>",
        '<Default Extension="png" ContentType="image/png"/><Default Extension="bin" ContentType="application/x-bin"/>'
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        f'<Override PartName="/xl/comments1.xml" ContentType="{TYPES}.comments+xml"/>'
        f'<Override PartName="/xl/calcChain.xml" ContentType="{TYPES}.calcChain+xml"/>'
        '<Override PartName="/xl/drawings/drawing1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>',
    )
    # Excel gives the sheet on which a cell stands only where it changes.
    parts["xl/calcChain.xml"] = (
        f'<calcChain xmlns="{MAIN}"><c r="B1" i="7" l="1"/><c r="A1"/><c r="H24" i="4" l="1"/><c r="H14" l="1"/>'
        '<c r="H15"/><c r="H16"/><c r="G20" a="1"/></calcChain>'
    )
    parts["docProps/app.xml"] = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><Application>Microsoft Excel'
        '</Application><HeadingPairs><vt:vector size="4" baseType="variant"><vt:variant><vt:lpstr>工作表</vt:lpstr></vt:variant>'
        "<vt:variant><vt:i4>2</vt:i4></vt:variant><vt:variant><vt:lpstr>命名范围</vt:lpstr></vt:variant><vt:variant>"
        '<vt:i4>1</vt:i4></vt:variant></vt:vector></HeadingPairs><TitlesOfParts><vt:vector size="3" baseType="lpstr">'
        "<vt:lpstr>表1</vt:lpstr><vt:lpstr>2023年'表</vt:lpstr><vt:lpstr>'2023年''表'!Print_Area</vt:lpstr></vt:vector>"
        "</TitlesOfParts></Properties>"
    )
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{RELATION}/drawing" '
        f'Target="../drawings/drawing1.xml"/><Relationship Id="rId2" Type="{RELATION}/printerSettings" '
        f'Target="../printerSettings/printerSettings1.bin"/><Relationship Id="rId3" Type="{RELATION}/vmlDrawing" '
        f'Target="../drawings/vmlDrawing1.vml"/><Relationship Id="rId4" Type="{RELATION}/comments" '
        'Target="../comments1.xml"/><Relationship Id="rId5" '
        'Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
        'Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    parts["xl/comments1.xml"] = COMMENTS
    parts["xl/drawings/vmlDrawing1.vml"] = DRAWING
    parts["xl/threadedComments/threadedComment1.xml"] = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="H15" dT="2023-01-01T00:00:00.00" personId="{1}" id="{0}"><text>再核对</text></threadedComment>'
        "</ThreadedComments>"
    )
    parts["xl/printerSettings/printerSettings1.bin"] = bytes(range(256))
    parts["xl/vbaProject.bin"] = b"macro" * 50
    parts["xl/drawings/_rels/drawing1.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{RELATION}/image" Target="../media/image1.png"/>'
        "</Relationships>"
    )
    parts["xl/media/image1.png"] = PICTURE
    parts["xl/drawings/drawing1.xml"] = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col>'
        "<xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>3</xdr:col>"
        "<xdr:colOff>0</xdr:colOff><xdr:row>6</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:pic><xdr:nvPicPr>"
        '<xdr:cNvPr id="2" name="公章"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip '
        f'xmlns:r="{RELATION}" r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>'
    )
    return parts
