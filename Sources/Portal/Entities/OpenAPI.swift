// Data table: the routes of `/v1` as OpenAPI 3.1 (spec.openapis.org/oas/v3.1.0).

/// What `/v1` takes and answers, for programs. It names the routes that exist and no others.
enum OpenAPI {
    static let document = #"""
        {
         "components": {
          "requestBodies": {
           "stage": {
            "content": {
             "application/json": {
              "schema": {
               "additionalProperties": false,
               "properties": {
                "addresses": {"items": {"type": "string"}, "maxItems": 100, "type": "array"},
                "detected": {
                 "description": "When it was noticed; at most five minutes ahead of our clock.", "format": "date-time",
                 "type": "string"
                },
                "domains": {
                 "items": {"maxLength": 253, "minLength": 1, "type": "string"}, "maxItems": 100, "type": "array"
                },
                "stage": {"enum": ["early-warning", "notification", "final-report"]},
                "text": {"description": "At most 16,384 bytes.", "maxLength": 16384, "type": "string"},
                "title": {
                 "description": "One line, at most 512 bytes; required of the first stage.", "maxLength": 512,
                 "type": "string"
                },
                "tlp": {"default": "AMBER+STRICT", "enum": ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]},
                "type": {"description": "RSIT class/type", "type": "string"}
               },
               "required": ["stage"], "type": "object"
              }
             }
            },
            "required": true
           }
          },
          "responses": {
           "problem": {
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
            "description": "A problem (RFC 9457)"
           }
          },
          "schemas": {
           "incident": {
            "properties": {
             "number": {"pattern": "^C-\\d{4}-\\d{4,12}$", "type": "string"},
             "opened": {"format": "date-time", "type": "string"},
             "receipt": {
              "description": "Proof that the stage just sent stands in the ledger (ess-receipt/1).",
              "type": "object"
             },
             "stage": {"enum": ["early-warning", "notification", "final-report"]},
             "stages": {
              "description": "What we ask for by when, and what was told when.",
              "items": {
               "properties": {
                "due": {"format": "date-time", "type": "string"}, "late": {"type": "boolean"},
                "stage": {"enum": ["early-warning", "notification", "final-report"]},
                "told": {"format": "date-time", "type": "string"}
               },
               "required": ["late", "stage"], "type": "object"
              },
              "type": "array"
             },
             "status": {"enum": ["open", "closed"]}, "title": {"type": "string"},
             "tlp": {"enum": ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]},
             "told": {
              "items": {
               "properties": {
                "at": {"format": "date-time", "type": "string"},
                "report": {
                 "properties": {
                  "addresses": {"items": {"type": "string"}, "maxItems": 100, "type": "array"},
                  "detected": {"format": "date-time", "type": "string"},
                  "domains": {
                   "items": {"maxLength": 253, "minLength": 1, "type": "string"}, "maxItems": 100, "type": "array"
                  },
                  "stage": {"enum": ["early-warning", "notification", "final-report"]}, "text": {"type": "string"},
                  "title": {"type": "string"}, "tlp": {"type": "string"}, "type": {"type": "string"}
                 },
                 "required": ["stage", "title", "text", "addresses", "domains"], "type": "object"
                },
                "stage": {"enum": ["early-warning", "notification", "final-report"]}
               },
               "required": ["at", "stage"], "type": "object"
              },
              "type": "array"
             }
            },
            "required": ["number", "title", "tlp", "status", "opened", "told", "stages"], "type": "object"
           },
           "notice": {
            "properties": {
             "about": {"type": "string"}, "case": {"pattern": "^C-\\d{4}-\\d{4,12}$", "type": "string"},
             "kind": {"enum": ["advisory", "findings", "drill", "reminder", "incident"]},
             "made": {"format": "date-time", "type": "string"},
             "number": {"pattern": "^N-\\d{4}-\\d{4,12}$", "type": "string"}, "personal": {"type": "boolean"},
             "title": {"type": "string"}, "tlp": {"enum": ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]}
            },
            "required": ["number", "kind", "tlp", "about", "title", "made", "personal"], "type": "object"
           },
           "problem": {
            "properties": {
             "code": {"type": "string"}, "detail": {"type": "string"}, "hint": {"type": "string"},
             "status": {"type": "integer"}, "title": {"type": "string"}, "type": {"type": "string"}
            },
            "required": ["type", "title", "status", "detail", "code", "hint"], "type": "object"
           }
          },
          "securitySchemes": {
           "basic": {"description": "The token is the password.", "scheme": "basic", "type": "http"},
           "bearer": {"scheme": "bearer", "type": "http"}
          }
         },
         "info": {
          "description": "What the token of a registered entity opens. What is another's does not exist. Members are only added.",
          "title": "ess, for entities", "version": "1"
         },
         "openapi": "3.1.0",
         "paths": {
          "/v1/cases/{number}/answer": {
           "post": {
            "operationId": "answer",
            "parameters": [
             {
              "description": "The case's number.", "in": "path", "name": "number", "required": true,
              "schema": {"pattern": "^C-\\d{4}-\\d{4,12}$", "type": "string"}
             }
            ],
            "requestBody": {
             "content": {
              "application/json": {
               "schema": {
                "properties": {
                 "answer": {
                  "enum": [
                   "investigating", "affected", "not-affected", "mitigated", "fixed", "cannot-fix", "not-ours",
                   "help-needed"
                  ]
                 },
                 "subject": {"default": "all", "maxLength": 200, "minLength": 1, "type": "string"},
                 "text": {"maxLength": 8192, "type": "string"}
                },
                "required": ["answer"], "type": "object"
               }
              }
             },
             "required": true
            },
            "responses": {
             "200": {
              "content": {"application/json": {"schema": {"type": "object"}}},
              "description": "The entity's part of the case"
             },
             "400": {"$ref": "#/components/responses/problem"}, "401": {"$ref": "#/components/responses/problem"},
             "403": {"$ref": "#/components/responses/problem"}, "404": {"$ref": "#/components/responses/problem"},
             "413": {"$ref": "#/components/responses/problem"}, "415": {"$ref": "#/components/responses/problem"},
             "422": {"$ref": "#/components/responses/problem"}, "429": {"$ref": "#/components/responses/problem"}
            },
            "summary": "Answers for one threat or system of the entity's notices, or for all."
           }
          },
          "/v1/findings": {
           "get": {
            "operationId": "findings",
            "parameters": [
             {"in": "query", "name": "state", "schema": {"enum": ["open", "not-seen", "closed"]}},
             {
              "description": "The `next` of the page before.", "in": "query", "name": "after",
              "schema": {"type": "string"}
             },
             {
              "in": "query", "name": "limit",
              "schema": {"default": 100, "maximum": 5000, "minimum": 1, "type": "integer"}
             }
            ],
            "responses": {
             "200": {
              "content": {
               "application/json": {
                "schema": {
                 "properties": {
                  "findings": {"items": {"type": "object"}, "type": "array"}, "next": {"type": "string"}
                 },
                 "required": ["findings"], "type": "object"
                }
               }
              },
              "description": "A page of findings"
             },
             "400": {"$ref": "#/components/responses/problem"}, "401": {"$ref": "#/components/responses/problem"},
             "429": {"$ref": "#/components/responses/problem"}
            },
            "summary": "Findings a notice told of."
           }
          },
          "/v1/incidents": {
           "get": {
            "operationId": "incidents",
            "parameters": [
             {
              "in": "query", "name": "limit",
              "schema": {"default": 100, "maximum": 1000, "minimum": 1, "type": "integer"}
             }
            ],
            "responses": {
             "200": {
              "content": {
               "application/json": {
                "schema": {
                 "properties": {"incidents": {"items": {"$ref": "#/components/schemas/incident"}, "type": "array"}},
                 "required": ["incidents"], "type": "object"
                }
               }
              },
              "description": "Incidents"
             },
             "400": {"$ref": "#/components/responses/problem"}, "401": {"$ref": "#/components/responses/problem"},
             "429": {"$ref": "#/components/responses/problem"}
            },
            "summary": "The entity's incidents, newest first."
           },
           "post": {
            "operationId": "open_incident",
            "parameters": [
             {
              "description": "Sent again under the same key, it is the same thing; without one the content is its key for a day.",
              "in": "header", "name": "Idempotency-Key",
              "schema": {"maxLength": 200, "minLength": 1, "type": "string"}
             }
            ],
            "requestBody": {"$ref": "#/components/requestBodies/stage"},
            "responses": {
             "200": {
              "content": {"application/json": {"schema": {"$ref": "#/components/schemas/incident"}}},
              "description": "The same was sent before"
             },
             "201": {
              "content": {"application/json": {"schema": {"$ref": "#/components/schemas/incident"}}},
              "description": "Taken down"
             },
             "400": {"$ref": "#/components/responses/problem"}, "401": {"$ref": "#/components/responses/problem"},
             "403": {"$ref": "#/components/responses/problem"}, "409": {"$ref": "#/components/responses/problem"},
             "413": {"$ref": "#/components/responses/problem"}, "415": {"$ref": "#/components/responses/problem"},
             "422": {"$ref": "#/components/responses/problem"}, "429": {"$ref": "#/components/responses/problem"},
             "503": {"$ref": "#/components/responses/problem"}
            },
            "summary": "Tells of an incident; opens a case."
           }
          },
          "/v1/incidents/{number}": {
           "get": {
            "operationId": "incident",
            "parameters": [
             {
              "description": "The incident's number.", "in": "path", "name": "number", "required": true,
              "schema": {"pattern": "^C-\\d{4}-\\d{4,12}$", "type": "string"}
             }
            ],
            "responses": {
             "200": {
              "content": {"application/json": {"schema": {"$ref": "#/components/schemas/incident"}}},
              "description": "The incident"
             },
             "401": {"$ref": "#/components/responses/problem"}, "404": {"$ref": "#/components/responses/problem"},
             "429": {"$ref": "#/components/responses/problem"}
            },
            "summary": "One incident with what was told."
           },
           "post": {
            "operationId": "tell_stage",
            "parameters": [
             {
              "description": "The incident's number.", "in": "path", "name": "number", "required": true,
              "schema": {"pattern": "^C-\\d{4}-\\d{4,12}$", "type": "string"}
             },
             {
              "description": "Sent again under the same key, it is the same thing; without one the content is its key for a day.",
              "in": "header", "name": "Idempotency-Key",
              "schema": {"maxLength": 200, "minLength": 1, "type": "string"}
             }
            ],
            "requestBody": {"$ref": "#/components/requestBodies/stage"},
            "responses": {
             "200": {
              "content": {"application/json": {"schema": {"$ref": "#/components/schemas/incident"}}},
              "description": "The same was sent before"
             },
             "201": {
              "content": {"application/json": {"schema": {"$ref": "#/components/schemas/incident"}}},
              "description": "Taken down"
             },
             "400": {"$ref": "#/components/responses/problem"}, "401": {"$ref": "#/components/responses/problem"},
             "403": {"$ref": "#/components/responses/problem"}, "404": {"$ref": "#/components/responses/problem"},
             "409": {"$ref": "#/components/responses/problem"}, "413": {"$ref": "#/components/responses/problem"},
             "415": {"$ref": "#/components/responses/problem"}, "422": {"$ref": "#/components/responses/problem"},
             "429": {"$ref": "#/components/responses/problem"}, "503": {"$ref": "#/components/responses/problem"}
            },
            "summary": "Tells the next stage of an incident, or more of the present one."
           }
          },
          "/v1/notices": {
           "get": {
            "operationId": "notices",
            "parameters": [
             {
              "in": "query", "name": "limit",
              "schema": {"default": 100, "maximum": 1000, "minimum": 1, "type": "integer"}
             }
            ],
            "responses": {
             "200": {
              "content": {
               "application/json": {
                "schema": {
                 "properties": {"notices": {"items": {"$ref": "#/components/schemas/notice"}, "type": "array"}},
                 "required": ["notices"], "type": "object"
                }
               }
              },
              "description": "Notices"
             },
             "400": {"$ref": "#/components/responses/problem"}, "401": {"$ref": "#/components/responses/problem"},
             "429": {"$ref": "#/components/responses/problem"}
            },
            "summary": "Notices, newest first."
           }
          },
          "/v1/notices/{number}": {
           "get": {
            "operationId": "notice",
            "parameters": [
             {
              "description": "The notice's number.", "in": "path", "name": "number", "required": true,
              "schema": {"pattern": "^N-\\d{4}-\\d{4,12}$", "type": "string"}
             }
            ],
            "responses": {
             "200": {
              "content": {"application/json": {"schema": {"$ref": "#/components/schemas/notice"}}},
              "description": "The notice"
             },
             "401": {"$ref": "#/components/responses/problem"}, "404": {"$ref": "#/components/responses/problem"},
             "429": {"$ref": "#/components/responses/problem"}
            },
            "summary": "One notice; reading it acknowledges nothing."
           }
          },
          "/v1/notices/{number}/ack": {
           "post": {
            "operationId": "acknowledge",
            "parameters": [
             {
              "description": "The notice's number.", "in": "path", "name": "number", "required": true,
              "schema": {"pattern": "^N-\\d{4}-\\d{4,12}$", "type": "string"}
             }
            ],
            "responses": {
             "200": {
              "content": {"application/json": {"schema": {"$ref": "#/components/schemas/notice"}}},
              "description": "The notice"
             },
             "401": {"$ref": "#/components/responses/problem"}, "403": {"$ref": "#/components/responses/problem"},
             "404": {"$ref": "#/components/responses/problem"}, "429": {"$ref": "#/components/responses/problem"}
            },
            "summary": "Acknowledges a notice; repeated, it changes nothing."
           }
          },
          "/v1/openapi.json": {
           "get": {
            "operationId": "openapi",
            "responses": {
             "200": {"content": {"application/json": {"schema": {"type": "object"}}}, "description": "OpenAPI 3.1"},
             "401": {"$ref": "#/components/responses/problem"}, "429": {"$ref": "#/components/responses/problem"}
            },
            "summary": "This document."
           }
          }
         },
         "security": [{"bearer": []}, {"basic": []}]
        }

        """#
}
